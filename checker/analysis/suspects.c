// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks that the text does not show: what is looked into with a parser, and what of it is told. */
#include <string.h>

#include "analysis/hidden.h"
#include "analysis/scan_state.h"
#include "base/open_file.h"
#include "kbuild/kbuild.h"
#include "tree/branches.h"
#include "tree/overlay.h"

/* FILE, or any where it is "", shows callbacks of this name: a field or a record. */
static char *place_of(const char *file, const char *name)
{
	return xasprintf("%s\t%s", file, name);
}

static void note_shown(struct scan *scan, const char *file, const char *name)
{
	char *place = place_of(file, name);
	size_t count = (size_t)(uintptr_t)strmap_get(&scan->shown, place);
	const char *key = count ? place : scan_keep(scan->whole, place);

	strmap_set(&scan->shown, key, (void *)(uintptr_t)(count + 1));
	free(place);
}

static size_t count_shown(const struct scan *scan, const char *file, const char *name)
{
	char *place = place_of(file, name);
	size_t count = (size_t)(uintptr_t)strmap_get(&scan->shown, place);

	free(place);
	return count;
}

static void note_hidden(struct scan *scan)
{
	vec_each(candidate, &scan->candidates) {
		const struct contract *contract = &contracts[candidate->kind];

		if (!candidate->hidden)
			continue;
		for (const char *const *field = contract->fields; *field; field++) {
			note_shown(scan, candidate->ops_file, *field);
			note_shown(scan, "", *field);
		}
		note_shown(scan, candidate->ops_file, contract->record);
		note_shown(scan, "", contract->record);
	}
}

static void tell_once(struct scan *scan, enum problem_order order, const char *file, const char *why)
{
	vec_each(problem, &scan->whole->problems)
		if (!strcmp(problem->file, file) && !strcmp(problem->why, why))
			return;
	scan_problem(scan->whole, order, file, why);
}

/* A suspect that no callback came out of, and that was not read as a compiler reads it. */
static void tell_of_suspect(struct scan *scan, const char *file)
{
	const struct source_unit *made = unit_source_find(scan->session.units, file);
	const char *why = !made ? NULL : made->why_not ? made->why_not :
			  made->unit && made->unit->problems.count ? made->unit->problems.data[0] : NULL;

	vec_each(candidate, &scan->candidates)
		if (!strcmp(candidate->ops_file, file))
			return;
	if (why)
		tell_once(scan, PROBLEM_OF_SUSPECT, file,
			  arena_printf(scan->run->arena, "it may hide callbacks behind "
						   "macros, and could not be looked into: %s", why));
}

/* ---- both ways of an #if ---- */

/* What MADE (or NULL: nothing) shows, and the configuration of the file besides. */
static int look_into(const struct hidden_search *search, const struct source_unit *made,
		     struct error *error)
{
	long added = made && made->unit ? hidden_in_unit(search, made->unit, error) : 0;
	size_t count = search->candidates->count;

	for (long i = 1; i <= added && (size_t)i <= count; i++)
		search->candidates->data[count - (size_t)i].table_assumes = made->assumes;
	return added < 0 ? -1 : 0;
}

/* What the #if lines around HINT ask for of macros, into ON and OFF, and whether that was not tried so far. */
static bool is_untried(struct tree *tree, const struct locate_hint *hint, const char *text, struct strmap *done,
		       struct strings *on, struct strings *off)
{
	struct strings options_on = { 0 }, options_off = { 0 };
	const char *stuck = macros_around(tree->arena, text, hint->line, on, off);

	if (!strcmp(hint->file, hint->source))
		options_around(tree->arena, text, hint->line, &options_on, &options_off);
	const char *key = arena_printf(tree->arena, "%s %s %s", hint->file, scan_name_macros(tree->arena, on, off),
				       scan_name_macros(tree->arena, &options_on, &options_off));
	bool untried = !strmap_has(done, key) && !stuck && (on->count || off->count);

	strmap_set(done, key, tree);
	vec_free(&options_on);
	vec_free(&options_off);
	return untried;
}

/* In the configuration that compiles HINT's place, unless that of the file does. DONE: what was tried. */
static int look_behind_switch(struct scan *scan, const struct hidden_search *search,
			      const struct locate_hint *hint, struct strmap *done,
			      struct error *error)
{
	struct tree *tree = scan->session.tree;
	struct strings on = { 0 }, off = { 0 };
	const struct source_unit *made = NULL;
	unsigned line = strcmp(hint->file, hint->source) ? 0 : hint->line;
	char *text = read_file(tree_file(tree, tree->arena, hint->source), NULL, error);
	int failed = text ? 0 : -1;

	if (text && is_untried(tree, hint, text, done, &on, &off))
		failed = unit_source_request_macros(scan->session.units, hint->file, line, &on, &off,
						    scan_name_macros(tree->arena, &on, &off), &made, error) ||
			 look_into(search, made, error) ? -1 : 0;
	free(text);
	vec_free(&on);
	vec_free(&off);
	return failed;
}

static int look_behind_switches(struct scan *scan, const struct hidden_search *search,
				struct error *error)
{
	struct strmap done = { 0 };
	int failed = 0;

	vec_each(hint, &scan->located.hints) {
		const struct source_unit *made = NULL;

		if (!scan_covers(scan, hint->file) || !scan_owns(scan, hint->file) || failed)
			continue;
		if (!strcmp(hint->file, hint->source))
			failed = unit_source_request_line(scan->session.units, hint->file,
							  hint->line, &made, error);
		failed = failed ||
			 look_into(search, made, error) ||
			 look_behind_switch(scan, search, hint, &done, error) ? -1 : 0;
	}
	strmap_free(&done);
	return failed;
}

/* ---- the whole ---- */

/* Callbacks that the text did not show, in the units of all files that are known to be concerned. */
int scan_find_hidden(struct scan *scan, struct error *error)
{
	struct strmap files = { 0 };
	struct hidden_search search = {
		.flows = {
			.session = &scan->session, .index = &scan->index, .arena = scan->run->arena,
			.arch = kbuild_arch(scan->session.kbuild), .names = &scan->located.carriers,
		},
		.declared = &scan->located.declared, .candidates = &scan->candidates,
	};
	int failed = 0;

	vec_each(candidate, &scan->candidates)
		if (!candidate->unwanted)
			strmap_set(&files, candidate->ops_file, scan);
	vec_each(suspect, &scan->located.suspects)
		if (scan_owns(scan, *suspect))
			strmap_set(&files, *suspect, scan);
	for (size_t i = 0; i < files.count && !failed; i++) {
		const struct source_unit *made = unit_source_find(scan->session.units,
								  files.entries[i].key);

		failed = made && made->unit && hidden_in_unit(&search, made->unit, error) < 0;
	}
	strmap_free(&files);
	if (failed || look_behind_switches(scan, &search, error))
		return -1;
	note_hidden(scan);
	vec_each(suspect, &scan->located.suspects)
		if (scan_owns(scan, *suspect))
			tell_of_suspect(scan, *suspect);
	return 0;
}

/* Units show as many callbacks for a field as spatch has problems with it there. */
static bool is_cleared_up(const struct scan *scan, const struct locate_problem *problem)
{
	size_t alike = 0;

	if (!problem->field)
		return false;
	if (!scan_is_source(problem->file))
		return count_shown(scan, "", problem->field);
	vec_each(other, &scan->located.problems)
		alike += other->field && !strcmp(other->field, problem->field) &&
			 !strcmp(other->file, problem->file);
	return count_shown(scan, problem->file, problem->field) >= alike;
}

/* Its file might have cleared it up, and nobody asks for it. */
static bool is_left_out(const struct scan *scan, const struct locate_problem *problem)
{
	return problem->field && scan_is_source(problem->file) &&
	       (!scan_covers(scan, problem->file) || !scan_owns(scan, problem->file));
}

/* Files that could not be read: callbacks may be in them, and what others call. */
static void tell_unread(struct scan *scan)
{
	const struct tree *tree = scan->session.tree;
	const char *why;

	for (size_t i = 0; i < tree_count_unread(tree); i++) {
		const char *file = tree_unread(tree, i, &why);

		tell_once(scan, PROBLEM_OF_READING, file, why);
	}
	for (size_t i = 0; i < count_read_faults(); i++) {
		const char *path = read_fault(i, &why), *below = path_below(path, tree->path);

		if (!tree_is_unread(tree, below ? below : path))
			tell_once(scan, PROBLEM_OF_READING, below ? below : path,
				  arena_printf(tree->arena, "cannot be read: %s", why));
	}
	scan->whole->faulted = scan->whole->faulted || count_read_faults();
}

void scan_tell_problems(struct scan *scan)
{
	vec_each(problem, &scan->located.problems) {
		if (is_cleared_up(scan, problem) || is_left_out(scan, problem))
			continue;
		scan_problem(scan->whole, PROBLEM_OF_SEARCH, problem->file, problem->why);
	}
	tell_unread(scan);
}
