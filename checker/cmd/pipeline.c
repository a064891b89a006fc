// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/pipeline.h"

#include <string.h>

#include "cmd/allow.h"
#include "cmd/candidates.h"
#include "cmd/command.h"
#include "cmd/data.h"
#include "cmd/judging.h"
#include "cmd/session.h"

/* Files of the index that are tried for a callback that its own file does not define. */
#define DEFINITIONS_TRIED 4

/* One scan on its way through the steps. */
struct scan {
	struct session session;
	const struct scan_request *request;
	struct locate_result located;
	struct candidates candidates;
	struct tree_index *index;	/* opened by the first question to it */
	struct run *run;
};

static const char *keep(struct run *run, const char *text)
{
	return text ? arena_strdup(run->arena, text) : NULL;
}

static void add_problem(struct run *run, const char *file, const char *why)
{
	struct run_problem problem = { keep(run, file), keep(run, why) };

	vec_push(&run->problems, problem);
}

/* ---- locate ---- */

static bool is_wanted(const struct scan *scan, const struct candidate *candidate)
{
	const char *callback = scan->request->callback;
	struct witness *witness = scan->request->witness;

	if (callback && strcmp(candidate->function, callback))
		return false;
	return !witness || !witness->wants || witness->wants(witness, candidate);
}

static void keep_wanted(struct scan *scan)
{
	size_t kept = 0;

	vec_each(candidate, &scan->candidates)
		if (is_wanted(scan, candidate))
			scan->candidates.data[kept++] = *candidate;
	scan->candidates.count = kept;
}

static int locate(struct scan *scan, struct error *error)
{
	struct tree *tree = scan->session.tree;
	double start = now_seconds();
	char *cocci = data_file(tree->arena, "cocci/locate.cocci", error);

	if (!cocci || tree_locate(tree, cocci, &scan->located, error))
		return -1;
	vec_each(problem, &scan->located.problems)
		add_problem(scan->run, problem->file, problem->why);
	candidates_from_located(&scan->located, &scan->candidates);
	keep_wanted(scan);
	scan->run->stats.locate = now_seconds() - start;
	return 0;
}

static void tell_nothing_to_judge(struct scan *scan)
{
	struct progress *progress = scan->session.progress;

	if (scan->request->callback || scan->located.declared.count)
		return;
	char *text = xasprintf("%s: its headers declare no callback that this contract is about",
			       scan->session.tree->path);
	progress->notice(progress, text);
	free(text);
}

/* ---- flags and extract ---- */

static bool is_source(const char *file)
{
	return ends_with(file, ".c");
}

/* The units of the files that set the fields, and of those that hold the functions. */
static int extract_located(struct scan *scan, struct error *error)
{
	VEC(const char *) files = { 0 };

	vec_each(candidate, &scan->candidates) {
		if (is_source(candidate->ops_file))
			vec_push(&files, candidate->ops_file);
		if (is_source(candidate->file) && strcmp(candidate->file, candidate->ops_file))
			vec_push(&files, candidate->file);
	}
	int failed = unit_source_request(scan->session.units, files.data, files.count, error);
	vec_free(&files);
	return failed;
}

static bool bind_in_file(struct scan *scan, struct candidate *candidate, const char *file)
{
	const struct source_unit *made = unit_source_find(scan->session.units, file);

	if (!made || !made->unit || !candidate_bind(candidate, made->unit))
		return false;
	candidate->assumes = made->assumes;
	return true;
}

/* In any unit made so far: a table or a function in a header is in whichever unit includes it. */
static bool bind_anywhere(struct scan *scan, struct candidate *candidate)
{
	for (size_t i = 0; i < unit_source_count(scan->session.units); i++)
		if (bind_in_file(scan, candidate, unit_source_at(scan->session.units, i)->file))
			return true;
	return false;
}

/* A callback that another file defines: the index knows the files to look into. */
static int bind_by_index(struct scan *scan, struct candidate *candidate, struct error *error)
{
	struct strings files = { 0 };
	int failed = 0;

	if (!scan->index)
		scan->index = tree_index_open(scan->session.tree, error);
	if (!scan->index)
		return -1;
	tree_index_definitions(scan->index, candidate->function,
			       kbuild_arch(scan->session.kbuild), &files);
	if (files.count > DEFINITIONS_TRIED)
		files.count = DEFINITIONS_TRIED;
	for (size_t i = 0; i < files.count && !candidate->unit && !failed; i++) {
		const char *file = files.data[i];

		if (!is_source(file))
			continue;
		failed = unit_source_request(scan->session.units, &file, 1, error);
		(void)bind_in_file(scan, candidate, file);
	}
	vec_free(&files);
	return failed;
}

/* A callback in the file, but behind an #if that does not hold in its configuration. */
static int bind_switched(struct scan *scan, struct candidate *candidate, struct error *error)
{
	const struct source_unit *made;

	if (unit_source_request_line(scan->session.units, candidate->file, candidate->line, &made,
				     error))
		return -1;
	if (made && candidate_bind(candidate, made->unit))
		candidate->assumes = made->assumes;
	return 0;
}

/* Why no unit holds the function, in the words of the file that should. */
static const char *explain_absence(struct scan *scan, const struct candidate *candidate)
{
	const char *file = *candidate->file ? candidate->file : candidate->ops_file;
	const struct source_unit *made = unit_source_find(scan->session.units, file);

	if (!made)
		return arena_printf(scan->run->arena, "%s is a header, and no file that was parsed "
				    "includes it", file);
	if (made->why_not)
		return made->why_not;
	if (made->unit && made->unit->problems.count)
		return arena_printf(scan->run->arena, "the parser saw no '%s': %s",
				    candidate->function, made->unit->problems.data[0]);
	return arena_printf(scan->run->arena, "%s, as it is configured, does not define '%s'",
			    file, candidate->function);
}

/* Each callback gets the body that its verdicts are about, or the reason why there is none. */
static int bind_callbacks(struct scan *scan, struct error *error)
{
	vec_each(candidate, &scan->candidates) {
		const char *first = *candidate->file ? candidate->file : candidate->ops_file;

		if (bind_in_file(scan, candidate, first) ||
		    bind_in_file(scan, candidate, candidate->ops_file) ||
		    bind_anywhere(scan, candidate))
			continue;
		if (!*candidate->file ? bind_by_index(scan, candidate, error) :
		    is_source(candidate->file) ? bind_switched(scan, candidate, error) : 0)
			return -1;
		if (!candidate->unit)
			candidate->why_not = explain_absence(scan, candidate);
	}
	candidates_sort(&scan->candidates);
	return 0;
}

/* ---- the whole ---- */

void run_begin(struct run *run, const struct settings *settings)
{
	run->arena = arena_new();
	memcpy(run->rule_enabled, settings->rule_enabled, sizeof(run->rule_enabled));
}

int exit_code(const struct settings *settings, const struct run *run)
{
	int code = run_exit_code(run);

	return settings->strict && code == EXIT_UNDECIDED ? EXIT_VIOLATION : code;
}

static void describe_tree(struct scan *scan)
{
	struct run *run = scan->run;

	run->tree_path = keep(run, scan->session.tree->path);
	run->tree_version = keep(run, scan->session.tree->version);
	if (!scan->session.kbuild)
		return;
	run->build = keep(run, kbuild_directory(scan->session.kbuild));
	run->arch = keep(run, kbuild_arch(scan->session.kbuild));
}

static void count_units(struct scan *scan)
{
	struct run *run = scan->run;

	for (size_t i = 0; i < unit_source_count(scan->session.units); i++) {
		const struct source_unit *made = unit_source_at(scan->session.units, i);

		run->stats.units_cached += made->cached;
		run->stats.unsupported += made->unsupported;
		run->stats.files_parsed += made->unit && !made->cached;
	}
	run->stats.flags += unit_source_flags_seconds(scan->session.units);
	run->stats.extract = unit_source_extract_seconds(scan->session.units);
}

/* Suppressions, in all sources that were parsed. */
static void apply_suppressions(struct scan *scan)
{
	struct unit_source *units = scan->session.units;
	VEC(const char *) files = { 0 };

	for (size_t i = 0; units && i < unit_source_count(units); i++)
		vec_push(&files, unit_source_at(units, i)->file);
	allow_findings(scan->run, &(struct allow_options){
		.root = scan->session.tree->path, .whole = true,
		.part = scan->request->callback || scan->request->witness,
		.overlay = scan->request->overlay,
		.files = files.data, .nfiles = files.count,
	});
	vec_free(&files);
}

static int run_steps(struct scan *scan, struct error *error)
{
	if (locate(scan, error))
		return -1;
	describe_tree(scan);
	if (!scan->candidates.count) {
		tell_nothing_to_judge(scan);
		return 0;
	}
	double start = now_seconds();
	if (session_open_build(&scan->session, error))
		return -1;
	scan->run->stats.flags = now_seconds() - start;
	describe_tree(scan);
	if (extract_located(scan, error) || bind_callbacks(scan, error))
		return -1;
	int failed = judge_candidates(&(struct judging){
		.settings = scan->session.settings,
		.progress = scan->session.progress,
		.session = &scan->session,
		.index = &scan->index,
		.candidates = &scan->candidates,
		.witness = scan->request->witness,
		.run = scan->run,
	}, NULL, 0, error);
	count_units(scan);
	return failed;
}

static void let_witness_see(struct scan *scan)
{
	struct witness *witness = scan->request->witness;

	if (witness && witness->finished)
		witness->finished(witness, &(struct witness_view){
			.session = &scan->session, .located = &scan->located,
			.candidates = &scan->candidates, .run = scan->run,
		});
}

int scan_tree_as(const struct settings *settings, struct progress *progress,
		 const struct scan_request *request, struct run *run, struct error *error)
{
	struct scan scan = { .request = request, .run = run };

	run_begin(run, settings);
	int failed = session_open_tree(&scan.session, settings, progress, request->path, error);
	if (!failed) {
		session_overlay(&scan.session, request->overlay);
		failed = run_steps(&scan, error);
	}
	if (!failed) {
		apply_suppressions(&scan);
		let_witness_see(&scan);
	}
	if (scan.index)
		tree_index_close(scan.index);
	vec_free(&scan.candidates);
	vec_free(&scan.located.callbacks);
	vec_free(&scan.located.problems);
	vec_free(&scan.located.declared);
	vec_free(&scan.located.carriers);
	session_close(&scan.session);
	return failed;
}

int scan_tree(const struct settings *settings, struct progress *progress, const char *path,
	      const char *callback, struct run *run, struct error *error)
{
	struct scan_request request = { .path = path, .callback = callback };

	return scan_tree_as(settings, progress, &request, run, error);
}
