// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/pipeline.h"

#include <string.h>

#include "analysis/allow.h"
#include "base/exit_code.h"
#include "analysis/callers.h"
#include "analysis/data.h"
#include "analysis/judging.h"
#include "analysis/merge.h"
#include "analysis/nonblock_caller.h"
#include "analysis/sequences.h"
#include "analysis/scan_state.h"
#include "kbuild/kbuild.h"
#include "report/spelling.h"
#include "vcs/revision.h"

/* ---- locate ---- */

static bool is_selective(const struct scan *scan)
{
	return scan->request->callback || scan->request->observer || scan->session.part ||
	       scan->session.options->shards ||
	       (scan->request->only && scan->request->only->count);
}

/* What the user named instead of a tree: a part of one, or a module. */
static void find_subject(struct scan *scan)
{
	struct tree *tree = scan->session.tree;
	const char *part = scan->session.part;

	if (tree->module)
		vec_push(&scan->only, arena_strdup(tree->arena, part ? part : tree->module));
	if (tree->module || !part)
		return;
	tree_notice(tree, "%s: a part of the kernel tree %s: scanned like mncheck scan %s --only %s",
		    scan->request->path, tree->path, tree->path, part);
	vec_push(&scan->only, arena_strdup(tree->arena, part));
}

/* TYPED, seen from DIRECTORY, as the tree has it, in its arena; "" is all of it; NULL: it is not there, or outside. */
static const char *find_below_top(struct tree *tree, const char *top, const char *directory, const char *typed)
{
	char *real = realpath(path_join(tree->arena, directory, typed), NULL);
	const char *below = !real || tree_in_module(tree, real) ? real : path_below(real, top);
	const char *found = real && !strcmp(real, top) ? "" : below ? arena_strdup(tree->arena, below) : NULL;

	free(real);
	return found;
}

/*
 * Turns the paths of --only into paths as the tree has them. From within the tree they are seen from the working
 * directory, as a shell completes them, and else from the top.
 */
static int find_only(struct scan *scan, struct error *error)
{
	struct tree *tree = scan->session.tree;
	const char *top = tree->module ? tree->module : tree->path;

	if (!scan->request->only || !scan->request->only->count)
		find_subject(scan);
	for (size_t i = 0; scan->request->only && i < scan->request->only->count; i++) {
		const char *typed = scan->request->only->data[i];
		const char *below = find_below_top(tree, top, ".", typed);

		if (!below)
			below = find_below_top(tree, top, top, typed);
		if (!below)
			return error_set(error, ERROR_USAGE, "--only %s: is no file or directory in %s",
					 typed, top);
		if (!*below) {
			vec_clear(&scan->only);
			break;
		}
		vec_push(&scan->only, (char *)below);
	}
	return 0;
}

/* EARLY: what is no function of its file may turn out to be another. */
static bool is_wanted(const struct scan *scan, const struct candidate *candidate, bool early)
{
	const char *callback = scan->request->callback;
	struct observer *observer = scan->request->observer;

	bool may_change = early && !*candidate->file;
	/* a table in a header is seen by the parts whose sources include it */
	bool is_anybodys = candidate->hidden && !scan_is_source(candidate->ops_file);

	if (!is_anybodys && !scan_owns(scan, candidate->ops_file))
		return false;

	if (callback && strcmp(candidate->function, callback) && !may_change)
		return false;
	if (!scan_covers(scan, candidate->file) && !scan_covers(scan, candidate->ops_file))
		return false;
	return may_change || !observer || !observer->wants || observer->wants(observer, candidate);
}

static void mark_unwanted(struct scan *scan)
{
	vec_each(candidate, &scan->candidates)
		candidate->unwanted = !is_wanted(scan, candidate, true);
}

static size_t count_wanted(const struct scan *scan)
{
	size_t count = 0;

	vec_each(candidate, &scan->candidates)
		count += !candidate->unwanted;
	return count;
}

static void keep_wanted(struct scan *scan)
{
	size_t kept = 0;

	vec_each(candidate, &scan->candidates)
		if (!candidate->unwanted && is_wanted(scan, candidate, false))
			scan->candidates.data[kept++] = *candidate;
	scan->candidates.count = kept;
}

/*
 * The sources that a scan of the whole tree parses besides the callbacks' own, as far as it knows them without a unit.
 * Without a cache they would cost a survey.
 */
static void add_callers(struct scan *scan, struct strings *files)
{
	struct error ignored = { 0 };

	if (scan->session.store && !is_selective(scan) && scan->whole->rule_enabled[RULE_SLEEPS_NONBLOCKABLE])
		(void)nonblock_caller_files(&scan->session, files, &ignored);
	if (scan->whole->rule_enabled[RULE_CALLER_IGNORES_FAILURE])
		(void)scan_caller_files(scan, files, &ignored);
	error_clear(&ignored);
}

/* While spatch runs: makes the preambles of FILES. What fails here fails again later, and is told then. */
static void prepare(void *context, const struct strings *files, unsigned jobs)
{
	struct scan *scan = context;
	struct strings wanted = { 0 };
	struct error ignored = { 0 };

	vec_each(file, files)
		if (scan_covers(scan, *file) && scan_owns(scan, *file))
			vec_push(&wanted, *file);
	if (wanted.count > 1 && !session_open_build(&scan->session, scan->whole->arches.data[0].arch, &ignored)) {
		add_callers(scan, &wanted);
		unit_source_prepare(scan->session.units, (const char *const *)wanted.data, wanted.count, jobs);
		scan->is_prepared = true;
	} else {
		session_close_build(&scan->session);
	}
	error_clear(&ignored);
	vec_free(&wanted);
}

static int locate(struct scan *scan, struct error *error)
{
	struct meanwhile meanwhile = { prepare, scan };
	struct locate_part part = scan_part(scan);
	struct tree *tree = scan->session.tree;
	const bool *enabled = scan->whole->rule_enabled;
	double start = now_seconds();
	char *cocci = data_file(tree->arena, "cocci/locate.cocci", error);

	if (enabled[RULE_SLEEPS_NONBLOCKABLE] || enabled[RULE_CALLER_IGNORES_FAILURE])
		expect_nonblock_caller(tree);
	if (wants_all_callers(enabled))
		expect_all_callers(tree);
	if (enabled[RULE_MISSING_SET_SEQ])
		sequences_expect(tree);
	tree_expect_index(tree);
	session_begin_prefetch(&scan->session);
	if (!cocci || tree_locate(tree, cocci, &meanwhile, scan->session.options->shards ? &part : NULL,
				  &scan->located, error))
		return -1;
	scan->session.faulted = scan->whole->faulted = scan->located.faulted;
	scan->whole->stats.locate = now_seconds() - start;
	/* what was prepared meanwhile counts as extraction */
	if (scan->is_prepared)
		scan->whole->stats.locate -= unit_source_extract_seconds(scan->session.units);
	return 0;
}

/* Each architecture starts anew: it has the same candidates, but other bodies. */
static void find_candidates(struct scan *scan)
{
	vec_clear(&scan->candidates);
	candidates_from_located(&scan->located, &scan->candidates);
	mark_unwanted(scan);
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

/* Extracts the files that set the fields, those that may do so, and those that hold the functions. */
static int extract_located(struct scan *scan, struct error *error)
{
	struct strings files = { 0 };

	vec_each(candidate, &scan->candidates) {
		if (candidate->unwanted || contract_is_named_only((int)candidate->kind))
			continue;
		if (scan_is_source(candidate->ops_file))
			vec_push(&files, (char *)candidate->ops_file);
		if (scan_is_source(candidate->file) && strcmp(candidate->file, candidate->ops_file))
			vec_push(&files, (char *)candidate->file);
	}
	vec_each(suspect, &scan->located.suspects)
		if (scan_covers(scan, *suspect) && scan_owns(scan, *suspect))
			vec_push(&files, *suspect);
	add_callers(scan, &files);
	int failed = unit_source_request(scan->session.units, (const char *const *)files.data, files.count,
					 error);
	for (size_t i = 0; i < files.count && !failed && scan->session.prefetch; i++) {
		const struct source_unit *made = unit_source_find(scan->session.units, files.data[i]);

		if (made->request && !made->borrowed)
			prefetch_note(scan->session.prefetch, made->file, made->key, made->request);
	}
	vec_free(&files);
	return failed;
}

/* ---- runs ---- */

void run_begin(struct run *run, const struct options *options)
{
	run->arena = arena_new();
	memcpy(run->rule_enabled, options->rule_enabled, sizeof(run->rule_enabled));
	run->refused = options->refused;
}

void run_begin_part(struct run *part, const struct run *whole)
{
	*part = (struct run){ .arena = whole->arena, .explained = whole->explained, .refused = whole->refused };
	memcpy(part->rule_enabled, whole->rule_enabled, sizeof(part->rule_enabled));
}

int exit_code(const struct options *options, const struct run *run)
{
	int code = run_exit_code(run);

	return options->strict && code == EXIT_UNDECIDED ? EXIT_VIOLATION : code;
}

static void describe_tree(struct scan *scan)
{
	scan->whole->tree_path = scan_keep(scan->whole, scan->session.tree->path);
	scan->whole->tree_version = scan_keep(scan->whole, scan->session.tree->version);
	scan->whole->module = scan_keep(scan->whole, scan->session.tree->module);
	for (size_t i = 0; i < scan->only.count && !scan->whole->module; i++)
		vec_push(&scan->whole->only, (char *)scan_keep(scan->whole, scan->only.data[i]));
	scan->whole->commit = revision_commit(scan->whole->arena, scan->session.tree->path);
	scan->whole->config = scan_keep(scan->whole, scan->session.options->config);
	scan->whole->part.index = scan->session.options->shard;
	scan->whole->part.count = scan->session.options->shards;
}

/*
 * What decides which code is there. Of several architectures those that --build or --config is not for have
 * everything on.
 */
static const char *configuration_of(struct scan *scan)
{
	const struct options *options = scan->session.options;
	const char *given = options->config ? options->config : options->build;
	const char *build = kbuild_directory(scan->session.kbuild);
	const char *option = options->config ? "--config" : "--build";

	if (given)
		return arena_printf(scan->whole->arena, "%s %s%s", option, given,
				    scan->whole->arches.count > 1 ? " for its own" : "");
	return build && !strcmp(build, scan->session.tree->path) ? "as it was built in place" : "everything on";
}

/* Paths of a module are told from its directory, as its author sees them; those of the kernel become absolute. */
static struct spelling spelling_of(const struct scan *scan)
{
	return (struct spelling){
		.tree = scan->whole->tree_path, .directory = scan->whole->module,
		.build = scan->whole->build ? scan->whole->build : scan->whole->tree_path,
	};
}

/* A part names its units: several parts may have parsed the same. */
static void note_unit(struct scan *scan, const struct source_unit *made)
{
	struct run_part *part = &scan->whole->part;

	if (!part->count || (!made->cached && !made->unit))
		return;
	char *name = arena_printf(scan->whole->arena, "%s %s", made->file, made->assumes ? made->assumes : "");

	if (made->cached)
		vec_push(&part->cached, name);
	else
		vec_push(&part->parsed, name);
}

static void count_units(struct scan *scan)
{
	struct run *run = scan->run;

	for (size_t i = 0; i < unit_source_count(scan->session.units); i++) {
		const struct source_unit *made = unit_source_at(scan->session.units, i);

		run->stats.units_cached += made->cached;
		run->stats.unsupported += made->unsupported;
		run->stats.files_parsed += made->unit && !made->cached;
		note_unit(scan, made);
		if (!strmap_has(&scan->parsed, made->file))
			strmap_set(&scan->parsed, scan_keep(run, made->file), scan);
	}
	scan->whole->faulted = scan->whole->faulted || unit_source_faulted(scan->session.units);
	run->stats.flags += unit_source_flags_seconds(scan->session.units);
	run->stats.extract = unit_source_extract_seconds(scan->session.units);
}

/* Applies the suppressions of all sources that were parsed. */
static void apply_suppressions(struct scan *scan)
{
	const char *module = scan->whole->module;
	struct spelling spelling = spelling_of(scan);
	VEC(const char *) files = { 0 };

	if (module)
		spell_run(scan->whole, &spelling);
	for (size_t i = 0; i < scan->parsed.count; i++) {
		const char *file = scan->parsed.entries[i].key;

		vec_push(&files, module ? spell_path(scan->whole->arena, &spelling, file) : file);
	}
	allow_findings(scan->whole, &(struct allow_options){
		.root = module ? module : scan->session.tree->path, .whole = true,
		.part = is_selective(scan),
		.lists = &scan->session.options->allow,
		.overlay = scan->request->overlay,
		.files = files.data, .nfiles = files.count,
	});
	vec_free(&files);
}

/* ---- one architecture ---- */

static int judge_bound(struct scan *scan, struct error *error)
{
	scan_note_missing(scan);
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

static int find_hidden(struct scan *scan, struct error *error)
{
	if (scan_find_hidden(scan, error) || scan_find_callers(scan, error))
		return -1;
	keep_wanted(scan);
	return 0;
}

/* From flags to verdicts. ARCH->arch is the wanted architecture (NULL: the build's own); fills ARCH. */
static int scan_arch(struct scan *scan, struct run_arch *arch, struct error *error)
{
	double start = now_seconds();
	int failed = scan->is_prepared ? 0 : session_open_build(&scan->session, arch->arch, error);

	scan->is_prepared = false;
	if (!failed) {
		arch->build = scan_keep(scan->run, kbuild_directory(scan->session.kbuild));
		arch->arch = scan_keep(scan->run, kbuild_arch(scan->session.kbuild));
		scan->whole->configuration = configuration_of(scan);
		scan->run->stats.flags = now_seconds() - start;
		failed = extract_located(scan, error) || find_hidden(scan, error) ||
			 scan_bind_callbacks(scan, error) || judge_bound(scan, error) ? -1 : 0;
		count_units(scan);
		scan_tell_makers(scan);
		scan_tell_of_module(scan);
	}
	session_close_build(&scan->session);
	return failed;
}

/* ---- all architectures ---- */

static void add_arch(struct run *run, const char *name)
{
	vec_each(other, &run->arches)
		if (!strcmp(other->arch, name))
			return;
	vec_push(&run->arches, (struct run_arch){ .arch = scan_keep(run, name) });
}

/* Lists the architectures of --arch by the kernel's names, each once; without --arch a nameless one. */
static int name_arches(struct scan *scan, struct error *error)
{
	struct run *run = scan->whole;
	struct tree *tree = scan->session.tree;

	vec_each(given, &scan->session.options->arches) {
		const char *arch = strcmp(*given, ALL_ARCHES) ? tree_arch(tree, *given, error) : *given;
		struct strings all = { 0 };

		if (!arch)
			return -1;
		if (!strcmp(arch, ALL_ARCHES))
			tree_all_arches(tree, &all);
		else
			add_arch(run, arch);
		vec_each(name, &all)
			add_arch(run, *name);
		vec_free(&all);
	}
	if (run->arches.count > ARCHES_MAX)
		return error_set(error, ERROR_USAGE, "--arch: at most %d architectures at once",
				 ARCHES_MAX);
	if (!run->arches.count)
		vec_push(&run->arches, (struct run_arch){ 0 });
	return 0;
}

/* If there are several architectures, --build or --config must be for one of them. */
static int check_build(struct scan *scan, struct error *error)
{
	const char *build = scan->session.options->build, *config = scan->session.options->config;

	if ((!build && !config) || scan->whole->arches.count < 2)
		return 0;
	const char *own = kbuild_arch_of(scan->session.tree, build, config, error);

	if (!own)
		return -1;
	vec_each(arch, &scan->whole->arches)
		if (!strcmp(arch->arch, own))
			return 0;
	return error_set(error, ERROR_USAGE, "%s: configured for %s, and --arch says otherwise",
			 build ? build : config, own);
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
	arch->why_not = scan_keep(scan->whole, failure->message);
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
	scan_tell_problems(scan);
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
	candidates_from_located(&scan->located, &scan->candidates);
	scan_share_files(scan);
	find_candidates(scan);
	if (!count_wanted(scan) && !scan->located.suspects.count && !scan_may_have_callers(scan)) {
		keep_wanted(scan);
		scan_tell_problems(scan);
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
	strmap_free(&scan.shown);
	vec_free(&scan.only);
	sharing_free(&scan.sharing);
	vec_free(&scan.candidates);
	vec_free(&scan.located.callbacks);
	vec_free(&scan.located.problems);
	vec_free(&scan.located.declared);
	vec_free(&scan.located.carriers);
	vec_free(&scan.located.suspects);
	vec_free(&scan.located.hints);
	session_close(&scan.session);
	return failed;
}

int scan_tree(const struct options *options, struct progress *progress, const char *path,
	      const char *callback, struct run *run, struct error *error)
{
	struct scan_request request = { .path = path, .callback = callback };

	return scan_tree_as(options, progress, &request, run, error);
}
