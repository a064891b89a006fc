// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/kbuild_check.h"
#include "cmd/settings.h"

#include <string.h>
#include <unistd.h>

#include "analysis/callers.h"
#include "analysis/allow.h"
#include "analysis/candidates.h"
#include "analysis/hidden.h"
#include "cmd/command.h"
#include "cmd/module_check.h"
#include "analysis/judging.h"
#include "analysis/pipeline.h"
#include "analysis/session.h"
#include "report/spelling.h"
#include "locate/locate.h"
#include "kbuild/kbuild.h"

/* How many files of the index are tried for a callback that is defined elsewhere. */
#define DEFINITIONS_TRIED 4

/* One file on its way through the steps of a scan. */
struct checking {
	const struct checker_call *call;
	struct session session;
	struct compile_command command;
	const char *file;	/* relative to the tree, or absolute if it lies elsewhere */
	const char *directory;	/* where kbuild runs mncheck */
	struct ir_unit *unit;	/* of the file, until it is judged */
	const char *unit_file;	/* the file's name in its unit */
	struct candidates candidates;
	struct tree_index *index;
	struct run run;
};

/* Most files of a kernel name no field of a callback, and no function that begins a range: they need no parse. */
static bool is_worth_a_parse(const char *file, const bool rule_enabled[RULE_COUNT], struct error *error)
{
	size_t length = 0;
	char *text = read_file(file, &length, error);
	bool worth = text && (may_set_callback(text, length) || may_have_callers(text, length, rule_enabled) ||
			      may_set_by_headers(file, text, length));

	free(text);
	return worth;
}

/* ---- flags ---- */

static void make_command(struct checking *checking)
{
	struct arena *arena = checking->session.tree->arena;
	const struct checker_call *call = checking->call;
	const char **flags = arena_alloc(arena, (call->flags.count + 3) * sizeof(*flags));
	const char *target = checker_call_target(arena, call);
	size_t count = 0;

	if (target)
		flags[count++] = target;
	vec_each(flag, &call->flags)
		flags[count++] = *flag;
	if (!ends_with(call->file, ".c")) {
		flags[count++] = "-x";
		flags[count++] = "c";
	}
	checking->command = (struct compile_command){
		.file = path_join(arena, checking->directory, call->file),
		.directory = checking->directory,
		.flags = flags, .nflags = count,
	};
}

/* Absolute, links resolved; in the tree's arena. */
static const char *resolve(struct checking *checking, const char *path)
{
	char *real = realpath(path, NULL);
	const char *copy = arena_strdup(checking->session.tree->arena, real ? real : path);

	free(real);
	return copy;
}

/*
 * The file's name in units: kbuild's spelling if that lies below the tree (a tree may be made of
 * links), else its real path.
 */
static const char *name_file(struct checking *checking)
{
	struct tree *tree = checking->session.tree;
	const char *path = path_normalise(tree->arena, path_join(tree->arena, checking->directory,
								 checking->call->file));
	const char *below = path_below(path, tree->path);

	if (below)
		return below;
	path = resolve(checking, path);
	below = path_below(path, tree->path);
	return below ? below : path;
}

static int join_build(struct checking *checking, struct error *error)
{
	const struct checker_call *call = checking->call;
	const char *build = resolve(checking, call->build ? call->build : ".");

	checking->directory = resolve(checking, ".");
	checking->file = name_file(checking);
	make_command(checking);
	return session_join_build(&checking->session, build, call->arch, checking->file,
				  &checking->command, error);
}

/* ---- callbacks ---- */

static int extract(struct checking *checking, struct error *error)
{
	struct unit_source *units = checking->session.units;

	if (unit_source_request(units, &checking->file, 1, error))
		return -1;
	const struct source_unit *made = unit_source_find(units, checking->file);
	if (!made->unit)
		return error_set(error, ERROR_ANALYSIS, "%s", made->why_not);
	checking->unit = made->unit;
	checking->unit_file = arena_strdup(checking->run.arena, made->unit->main_file);
	return 0;
}

/* Binds a callback that is defined elsewhere to a file that the index names. */
static int bind_elsewhere(struct checking *checking, struct candidate *candidate,
			  struct error *error)
{
	struct strings files = { 0 };
	int failed = 0;

	if (!checking->index)
		checking->index = tree_index_open(checking->session.tree, error);
	if (!checking->index)
		return -1;
	tree_index_definitions(checking->index, candidate->function, checking->call->arch, &files);
	for (size_t i = 0; i < files.count && i < DEFINITIONS_TRIED && !candidate->unit; i++) {
		const char *file = files.data[i];
		const struct source_unit *made;

		failed = unit_source_request(checking->session.units, &file, 1, error);
		made = failed ? NULL : unit_source_find(checking->session.units, file);
		if (!made)
			break;
		if (made->unit && candidate_bind(candidate, made->unit))
			candidate->assumes = made->assumes;
	}
	vec_free(&files);
	return failed;
}

static int find_callbacks(struct checking *checking, struct error *error)
{
	struct candidates *candidates = &checking->candidates;
	struct hidden_search search = {
		.flows = {
			.session = &checking->session, .index = &checking->index,
			.arch = checking->call->arch, .arena = checking->run.arena, .alone = true,
		},
		.candidates = candidates,
	};
	size_t kept = 0;

	const bool *enabled = checking->run.rule_enabled;

	if (hidden_in_unit(&search, checking->unit, error) < 0 ||
	    (enabled[RULE_CALLER_IGNORES_FAILURE] &&
	     callers_in_unit(checking->unit, wants_all_callers(enabled), candidates, error)))
		return -1;
	vec_each(candidate, candidates) {
		if (!candidate->why_not && !candidate_bind(candidate, checking->unit) &&
		    bind_elsewhere(checking, candidate, error))
			return -1;
		candidate_refuse_misfit(candidate);
		if (!candidate->unit && !candidate->why_not)
			candidate->why_not = arena_printf(checking->run.arena,
				"no source that this build compiles defines '%s'",
				candidate->function);
		if (candidate_is_covered(candidate))
			candidates->data[kept++] = *candidate;
	}
	candidates->count = kept;
	candidates_sort(candidates);
	/* the words of the file promised one, and an error may have cost it */
	if (!kept && checking->unit->problems.count)
		return error_set(error, ERROR_ANALYSIS, "the parser saw no callback: %s",
				 checking->unit->problems.data[0]);
	return 0;
}

/* ---- the whole ---- */

static int judge(struct checking *checking, struct error *error)
{
	if (!checking->candidates.count)
		return 0;
	int failed = judge_candidates(&(struct judging){
		.options = checking->session.options,
		.progress = checking->session.progress,
		.session = &checking->session,
		.index = &checking->index,
		.candidates = &checking->candidates,
		.run = &checking->run,
	}, NULL, 0, error);
	if (failed)
		return -1;
	allow_findings(&checking->run, &(struct allow_options){
		.root = checking->session.tree->path, .lists = &checking->session.options->allow,
		.files = &checking->file, .nfiles = 1,
	});
	return 0;
}

/* Writes all at once: other files of the build are checked at the same time. */
static void complain(struct checking *checking)
{
	struct print_options options = stream_options(STDERR_FILENO);
	struct strbuf text = { 0 };

	spell_run(&checking->run, &(struct spelling){
		.unit_file = checking->unit_file, .file = checking->call->file,
		.tree = checking->call->tree, .directory = checking->directory,
		.build = checking->call->build ? checking->call->build : ".",
	});
	if (checking->session.options->verbose)
		tell_whole_paths(&checking->run);
	print_complaints(&checking->run, &options, checking->session.options->strict, &text);
	fwrite(strbuf_text(&text), 1, text.length, stderr);
	strbuf_free(&text);
}

static int check_file(const struct settings *settings, const struct checker_call *call,
		      struct error *error)
{
	struct checking checking = { .call = call };

	if (!call->tree)
		return error_set(error, ERROR_ENVIRONMENT, "no kernel tree to judge it in: its flags "
				 "have no -ITREE/arch/ARCH/include");
	run_begin(&checking.run, &settings->options);
	/* notices, say of a cache that cannot be written, would repeat for each file of a build */
	struct progress silence = silent_progress();
	int failed = session_open_tree(&checking.session, &settings->options, &silence, call->tree, error);
	if (!failed)
		failed = join_build(&checking, error) || extract(&checking, error) ||
			 find_callbacks(&checking, error) || judge(&checking, error) ? -1 : 0;
	if (!failed && !process_interrupted())
		complain(&checking);
	if (checking.index)
		tree_index_close(checking.index);
	vec_free(&checking.candidates);
	session_close(&checking.session);
	run_free(&checking.run);
	return failed;
}

/* A file of a module is judged with the others of the module, all else by itself. */
static int choose_check(const struct settings *settings, const struct checker_call *call, struct error *error)
{
	struct arena *arena = arena_new();
	const char *module = module_of_call(arena, call);
	int failed = 0;

	if (module)
		failed = check_in_module(settings, call, module, error);
	else if (is_worth_a_parse(call->file, settings->options.rule_enabled, error))
		failed = check_file(settings, call, error);
	arena_free(arena);
	return failed;
}

int check_for_kbuild(const struct checker_call *call)
{
	static const struct argp_child children[] = {
		{ &report_argp, 0, NULL, 0 }, { &rules_argp, 0, NULL, 0 },
		{ &work_argp, 0, NULL, 0 }, { 0 },
	};
	char name[] = "mncheck";
	VEC(char *) argv = { 0 };
	struct settings settings;
	struct error error = { 0 };
	const char *misspelt = checker_call_misspelt(call);

	if (misspelt) {
		error_set(&error, ERROR_USAGE, "CHECK: '%s' is no option of mncheck under make: --strict, --verbose, and those of "
			  "'Rules' and 'Work' in mncheck scan --help, written out in full", misspelt);
		print_error(&error);
		error_clear(&error);
		return EXIT_TROUBLE;
	}
	vec_push(&argv, name);
	vec_each(option, &call->own)
		vec_push(&argv, *option);
	vec_push(&argv, NULL);
	int wrong = settings_parse(&settings, (int)argv.count - 1, argv.data, children, NULL, NULL,
				   "", "");
	if (!wrong)
		(void)choose_check(&settings, call, &error);
	if (error.kind) {
		error_prefix(&error, "%s: not judged", call->file);
		print_error(&error);
	}
	error_clear(&error);
	settings_free(&settings);
	vec_free(&argv);
	return wrong ? EXIT_TROUBLE : EXIT_ALL_HOLD;
}
