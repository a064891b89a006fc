// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/pipeline.h"

#include <string.h>

#include "analysis/allow.h"
#include "analysis/candidates.h"
#include "base/exit_code.h"
#include "analysis/data.h"
#include "analysis/judging.h"
#include "analysis/merge.h"
#include "analysis/nonblock_caller.h"
#include "analysis/sequences.h"
#include "analysis/session.h"
#include "locate/locate.h"
#include "kbuild/kbuild.h"

/* If the callback's own file does not define it, so many files of the index are tried. */
#define DEFINITIONS_TRIED 4

/* One scan on its way through the steps. */
struct scan {
	struct session session;
	const struct scan_request *request;
	struct locate_result located;
	struct tree_index *index;	/* the first question opens it */
	struct run *whole;
	struct strings only;	/* request->only, relative to the tree */
	struct strmap parsed;	/* sources that were parsed for any architecture */
	/* Of the present architecture: */
	struct candidates candidates;
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

static bool is_selective(const struct scan *scan)
{
	return scan->request->callback || scan->request->observer || scan->only.count;
}

/* Turns the paths of --only into paths relative to the tree. */
static int find_only(struct scan *scan, struct error *error)
{
	struct tree *tree = scan->session.tree;

	for (size_t i = 0; scan->request->only && i < scan->request->only->count; i++) {
		const char *typed = scan->request->only->data[i];
		char *real = realpath(path_join(tree->arena, tree->path, typed), NULL);
		const char *below = real ? path_below(real, tree->path) : NULL;

		if (!below) {
			free(real);
			return error_set(error, ERROR_USAGE, "--only %s: is no file or directory in %s",
					 typed, tree->path);
		}
		vec_push(&scan->only, arena_strdup(tree->arena, below));
		free(real);
	}
	return 0;
}

static bool is_below(const struct strings *only, const char *path)
{
	vec_each(place, only)
		if (!strcmp(path, *place) || path_below(path, *place))
			return true;
	return !only->count;
}

static bool is_wanted(const struct scan *scan, const struct candidate *candidate)
{
	const char *callback = scan->request->callback;
	struct observer *observer = scan->request->observer;

	if (callback && strcmp(candidate->function, callback))
		return false;
	if (!is_below(&scan->only, candidate->file) && !is_below(&scan->only, candidate->ops_file))
		return false;
	return !observer || !observer->wants || observer->wants(observer, candidate);
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
	const bool *enabled = scan->whole->rule_enabled;
	double start = now_seconds();
	char *cocci = data_file(tree->arena, "cocci/locate.cocci", error);

	if (enabled[RULE_SLEEPS_NONBLOCKABLE])
		expect_nonblock_caller(tree);
	if (enabled[RULE_MISSING_SET_SEQ])
		sequences_expect(tree);
	tree_expect_index(tree);
	session_begin_prefetch(&scan->session);
	if (!cocci || tree_locate(tree, cocci, &scan->located, error))
		return -1;
	vec_each(problem, &scan->located.problems)
		add_problem(scan->whole, problem->file, problem->why);
	scan->whole->stats.locate = now_seconds() - start;
	return 0;
}

/* Each architecture starts anew: it has the same candidates, but other bodies. */
static void find_candidates(struct scan *scan)
{
	vec_clear(&scan->candidates);
	candidates_from_located(&scan->located, &scan->candidates);
	keep_wanted(scan);
}

static void tell_nothing_to_judge(struct scan *scan)
{
	struct progress *progress = scan->session.progress;

	if (is_selective(scan) || scan->located.declared.count)
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

/* Extracts the files that set the fields, and those that hold the functions. */
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
	for (size_t i = 0; i < files.count && !failed && scan->session.prefetch; i++) {
		const struct source_unit *made = unit_source_find(scan->session.units, files.data[i]);

		if (made->request && !made->borrowed)
			prefetch_note(scan->session.prefetch, made->file, made->key, made->request);
	}
	vec_free(&files);
	return failed;
}

static bool bind_in_file(struct scan *scan, struct candidate *candidate, const char *file)
{
	const struct source_unit *made = unit_source_find(scan->session.units, file);

	if (!made || !made->unit || !candidate_bind(candidate, made->unit))
		return false;
	candidate->assumes = made->assumes;
	candidate->built = made->borrowed ? ROW_BORROWED : ROW_BUILT;
	return true;
}

/* Tries all units made so far: one of them may include a header with the function. */
static bool bind_anywhere(struct scan *scan, struct candidate *candidate)
{
	for (size_t i = 0; i < unit_source_count(scan->session.units); i++)
		if (bind_in_file(scan, candidate, unit_source_at(scan->session.units, i)->file))
			return true;
	return false;
}

/* Another file defines the callback: tries the files that the index names. */
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

/* The file has the callback behind an #if that is false in its configuration: tries another one. */
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

/* Fills `why_not` and `built` of a candidate that no unit holds. */
static void explain_absence(struct scan *scan, struct candidate *candidate)
{
	const char *file = *candidate->file ? candidate->file : candidate->ops_file;
	const struct source_unit *made = unit_source_find(scan->session.units, file);
	struct arena *arena = scan->run->arena;

	candidate->built = !made || made->absent ? ROW_ABSENT :
			   made->borrowed ? ROW_BORROWED : ROW_BUILT;
	if (!made) {
		candidate->why_not = arena_printf(arena, "%s is a header, and no file that was "
						  "parsed includes it", file);
	} else if (made->why_not) {
		candidate->why_not = made->why_not;
	} else if (made->unit && made->unit->problems.count) {
		candidate->why_not = arena_printf(arena, "the parser saw no '%s': %s",
						  candidate->function,
						  made->unit->problems.data[0]);
	} else {
		candidate->built = ROW_ABSENT;
		candidate->why_not = arena_printf(arena, "%s, as it is configured, does not define "
						  "'%s'", file, candidate->function);
	}
}

/* Finds the body of each callback, or the reason why it has none. */
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
			explain_absence(scan, candidate);
	}
	candidates_sort(&scan->candidates);
	return 0;
}

/* ---- runs ---- */

void run_begin(struct run *run, const struct options *options)
{
	run->arena = arena_new();
	memcpy(run->rule_enabled, options->rule_enabled, sizeof(run->rule_enabled));
}

void run_begin_part(struct run *part, const struct run *whole)
{
	*part = (struct run){ .arena = whole->arena, .explained = whole->explained };
	memcpy(part->rule_enabled, whole->rule_enabled, sizeof(part->rule_enabled));
}

int exit_code(const struct options *options, const struct run *run)
{
	int code = run_exit_code(run);

	return options->strict && code == EXIT_UNDECIDED ? EXIT_VIOLATION : code;
}

static void describe_tree(struct scan *scan)
{
	scan->whole->tree_path = keep(scan->whole, scan->session.tree->path);
	scan->whole->tree_version = keep(scan->whole, scan->session.tree->version);
}

static void count_units(struct scan *scan)
{
	struct run *run = scan->run;

	for (size_t i = 0; i < unit_source_count(scan->session.units); i++) {
		const struct source_unit *made = unit_source_at(scan->session.units, i);

		run->stats.units_cached += made->cached;
		run->stats.unsupported += made->unsupported;
		run->stats.files_parsed += made->unit && !made->cached;
		if (!strmap_has(&scan->parsed, made->file))
			strmap_set(&scan->parsed, keep(run, made->file), scan);
	}
	run->stats.flags += unit_source_flags_seconds(scan->session.units);
	run->stats.extract = unit_source_extract_seconds(scan->session.units);
}

/* Applies the suppressions of all sources that were parsed. */
static void apply_suppressions(struct scan *scan)
{
	VEC(const char *) files = { 0 };

	for (size_t i = 0; i < scan->parsed.count; i++)
		vec_push(&files, scan->parsed.entries[i].key);
	allow_findings(scan->whole, &(struct allow_options){
		.root = scan->session.tree->path, .whole = true,
		.part = is_selective(scan),
		.overlay = scan->request->overlay,
		.files = files.data, .nfiles = files.count,
	});
	vec_free(&files);
}

/* ---- one architecture ---- */

static int judge_bound(struct scan *scan, struct error *error)
{
	return judge_candidates(&(struct judging){
		.options = scan->session.options,
		.progress = scan->session.progress,
		.session = &scan->session,
		.index = &scan->index,
		.candidates = &scan->candidates,
		.observer = scan->request->observer,
		.rounds = scan->request->rounds,
		.run = scan->run,
	}, NULL, 0, error);
}

/* From flags to verdicts. ARCH->arch is the wanted architecture (NULL: the build's own); fills ARCH. */
static int scan_arch(struct scan *scan, struct run_arch *arch, struct error *error)
{
	double start = now_seconds();
	int failed = session_open_build(&scan->session, arch->arch, error);

	if (!failed) {
		arch->build = keep(scan->run, kbuild_directory(scan->session.kbuild));
		arch->arch = keep(scan->run, kbuild_arch(scan->session.kbuild));
		scan->run->stats.flags = now_seconds() - start;
		failed = extract_located(scan, error) || bind_callbacks(scan, error) ||
			 judge_bound(scan, error) ? -1 : 0;
		count_units(scan);
	}
	session_close_build(&scan->session);
	return failed;
}

/* ---- all architectures ---- */

/* Lists the architectures of --arch by the kernel's names, each once; without --arch a nameless one. */
static int name_arches(struct scan *scan, struct error *error)
{
	struct run *run = scan->whole;

	vec_each(given, &scan->session.options->arches) {
		const char *arch = tree_arch(scan->session.tree, *given, error);
		bool known = false;

		if (!arch)
			return -1;
		vec_each(other, &run->arches)
			known = known || !strcmp(other->arch, arch);
		if (!known)
			vec_push(&run->arches, (struct run_arch){ .arch = keep(run, arch) });
	}
	if (run->arches.count > ARCHES_MAX)
		return error_set(error, ERROR_USAGE, "--arch: at most %d architectures at once",
				 ARCHES_MAX);
	if (!run->arches.count)
		vec_push(&run->arches, (struct run_arch){ 0 });
	return 0;
}

/* If there are several architectures, --build must be for one of them. */
static int check_build(struct scan *scan, struct error *error)
{
	const char *build = scan->session.options->build;

	if (!build || scan->whole->arches.count < 2)
		return 0;
	const char *own = kbuild_arch_of(scan->session.tree, build, error);

	if (!own)
		return -1;
	vec_each(arch, &scan->whole->arches)
		if (!strcmp(arch->arch, own))
			return 0;
	return error_set(error, ERROR_USAGE, "%s: configured for %s, and --arch says otherwise",
			 build, own);
}

/*
 * One of several architectures failed: the report will say why, and the others go on. Keeps the first FAILURE
 * in FIRST, for the case that all fail. Returns -1 if the scan must end.
 */
static int forgive(struct scan *scan, struct run_arch *arch, struct error *failure,
		   struct error *first)
{
	vec_each(row, &scan->run->rows)
		row_free(row);
	vec_clear(&scan->run->rows);
	arch->why_not = keep(scan->whole, failure->message);
	if (!first->message)
		*first = *failure;
	else
		error_clear(failure);
	return process_interrupted() || scan->whole->arches.count == 1 ? -1 : 0;
}

static int scan_arches(struct scan *scan, struct error *error)
{
	struct run *whole = scan->whole;
	struct run *parts = xcalloc(whole->arches.count, sizeof(*parts));
	struct error first = { 0 };
	size_t judged = 0;
	int failed = 0;

	for (size_t i = 0; i < whole->arches.count && !failed; i++) {
		struct error failure = { 0 };

		if (i)
			find_candidates(scan);
		run_begin_part(&parts[i], whole);
		scan->run = &parts[i];
		if (scan_arch(scan, &whole->arches.data[i], &failure))
			failed = forgive(scan, &whole->arches.data[i], &failure, &first);
		else
			judged++;
	}
	merge_runs(whole, parts);
	free(parts);
	if (failed || !judged) {
		*error = first;
		return -1;
	}
	error_clear(&first);
	return 0;
}

static int run_steps(struct scan *scan, struct error *error)
{
	if (find_only(scan, error) || name_arches(scan, error) || check_build(scan, error) ||
	    locate(scan, error))
		return -1;
	describe_tree(scan);
	find_candidates(scan);
	if (!scan->candidates.count) {
		tell_nothing_to_judge(scan);
		return 0;
	}
	return scan_arches(scan, error);
}

static void tell_observer(struct scan *scan)
{
	struct observer *observer = scan->request->observer;

	if (observer && observer->finished)
		observer->finished(observer, &(struct observer_view){
			.located = &scan->located, .candidates = &scan->candidates,
			.run = scan->whole,
		});
}

int scan_tree_as(const struct options *options, struct progress *progress,
		 const struct scan_request *request, struct run *run, struct error *error)
{
	struct scan scan = { .request = request, .whole = run };

	run_begin(run, options);
	int failed = session_open_tree(&scan.session, options, progress, request->path, error);
	if (!failed) {
		session_overlay(&scan.session, request->overlay);
		failed = run_steps(&scan, error);
	}
	if (!failed) {
		apply_suppressions(&scan);
		tell_observer(&scan);
	}
	if (scan.index)
		tree_index_close(scan.index);
	strmap_free(&scan.parsed);
	vec_free(&scan.only);
	vec_free(&scan.candidates);
	vec_free(&scan.located.callbacks);
	vec_free(&scan.located.problems);
	vec_free(&scan.located.declared);
	vec_free(&scan.located.carriers);
	session_close(&scan.session);
	return failed;
}

int scan_tree(const struct options *options, struct progress *progress, const char *path,
	      const char *callback, struct run *run, struct error *error)
{
	struct scan_request request = { .path = path, .callback = callback };

	return scan_tree_as(options, progress, &request, run, error);
}
