// SPDX-License-Identifier: GPL-2.0-only
/* The functions that call notifiers: which of the tree's are rows of this scan. */
#include <string.h>

#include "analysis/callers.h"
#include "analysis/scan_state.h"

/* Whether the rule is on, and the tree's headers declare callbacks that can fail: up to 4.18 there are none. */
static bool has_contract(const struct scan *scan)
{
	return scan->whole->rule_enabled[RULE_CALLER_IGNORES_FAILURE] && scan->located.declared.count;
}

/* A question about one function is about a callback, if one has that name. */
static bool is_about_callback(const struct scan *scan)
{
	const char *callback = scan->request->callback;

	vec_each(candidate, &scan->candidates)
		if (callback && !strcmp(candidate->function, callback))
			return true;
	return false;
}

int scan_caller_files(struct scan *scan, struct strings *files, struct error *error)
{
	struct strings found = { 0 };

	if (!has_contract(scan) || is_about_callback(scan))
		return 0;
	int failed = caller_files(&scan->session, &scan->index, scan->whole->rule_enabled, &found, error);

	vec_each(file, &found)
		if (!failed && scan_covers(scan, *file) && scan_owns(scan, *file))
			vec_push(files, *file);
	vec_free(&found);
	return failed;
}

bool scan_may_have_callers(struct scan *scan)
{
	struct strings found = { 0 };
	struct error ignored = { 0 };
	bool may = false;

	if (!has_contract(scan))
		return false;
	if (!files_that_may_call(scan->session.tree, &scan->index, scan->whole->rule_enabled, &found, &ignored))
		vec_each(file, &found)
			may = may || scan_covers(scan, *file);
	error_clear(&ignored);
	vec_free(&found);
	return may;
}

static int find_in_file(struct scan *scan, const char *file, struct error *error)
{
	const struct source_unit *made = unit_source_find(scan->session.units, file);
	bool all = wants_all_callers(scan->whole->rule_enabled);

	if (!made || made->absent || made->elsewhere)
		return 0;
	if (made->unit)
		return callers_in_unit(made->unit, all, &scan->candidates, error);
	scan_problem(scan->whole, PROBLEM_OF_CALLER, file, arena_printf(scan->run->arena, "its calls of notifiers were not judged: %s",
						   made->why_not));
	return 0;
}

int scan_find_callers(struct scan *scan, struct error *error)
{
	struct strings files = { 0 };
	int failed = scan_caller_files(scan, &files, error);

	if (!failed)
		failed = unit_source_request(scan->session.units, (const char *const *)files.data, files.count,
					     error);
	for (size_t i = 0; i < files.count && !failed; i++)
		failed = find_in_file(scan, files.data[i], error);
	vec_free(&files);
	return failed;
}
