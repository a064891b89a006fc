// SPDX-License-Identifier: GPL-2.0-only
/*
 * mncheck check: links units made by extract and judges their callbacks. Verdicts depend on no source
 * file. If the sources are at hand, their suppressions count.
 */
#include <stdlib.h>

#include "analysis/callers.h"
#include "analysis/allow.h"
#include "cmd/settings.h"
#include "analysis/candidates.h"
#include "analysis/hidden.h"
#include "cmd/command.h"
#include "analysis/judging.h"
#include "analysis/merge.h"
#include "analysis/pipeline.h"
#include "cmd/publish.h"

typedef VEC(struct ir_unit *) unit_list;

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct settings *settings = state->input;

	(void)value;
	if (key != ARGP_KEY_END)
		return ARGP_ERR_UNKNOWN;
	if (settings->printer->needs & NEEDS_FIXES)
		return usage_error(state, "--format %s: only scan looks for fixes", settings->printer->name);
	if (!settings->arguments.count)
		return usage_error(state, "at least one UNIT is needed (see mncheck extract)");
	return 0;
}

static int read_units(const struct settings *settings, unit_list *units, struct error *error)
{
	vec_each(file, &settings->arguments) {
		size_t length = 0;
		char *text = read_file(*file, &length, error);
		struct ir_unit *unit = text ? ir_parse_unit(text, length, *file, error) : NULL;

		if (!unit)
			return -1;
		vec_push(units, unit);
	}
	return 0;
}

/* A callback that cannot fail and is not told whether it may block has no contract, so no row. */
static bool has_row(const struct candidate *candidate)
{
	return kinds_that_can_fail.has(&contracts[candidate->kind]) || candidate_is_covered(candidate);
}

static int find_candidates(struct run *run, const unit_list *units, struct candidates *candidates,
			   struct error *error)
{
	struct hidden_search search = {
		.flows = {
			.units = units->data, .nunits = units->count, .arena = run->arena,
			.alone = true,
		},
		.candidates = candidates,
	};

	vec_each(unit, units)
		if (hidden_in_unit(&search, *unit, error) < 0 ||
		    (run->rule_enabled[RULE_CALLER_IGNORES_FAILURE] &&
		     callers_in_unit(*unit, wants_all_callers(run->rule_enabled), candidates, error)))
			return -1;
	return 0;
}

/* Finds the callbacks' bodies. A callback without one keeps its row, with the reason. */
static void bind_candidates(struct run *run, struct candidates *candidates,
			    const unit_list *units)
{
	size_t kept = 0;

	vec_each(candidate, candidates) {
		for (size_t i = 0; i < units->count && !candidate->unit && !candidate->why_not; i++)
			(void)candidate_bind(candidate, units->data[i]);
		candidate_refuse_misfit(candidate);
		if (!candidate->unit && !candidate->why_not)
			candidate->why_not = arena_printf(run->arena,
				"none of the given units defines '%s'", candidate->function);
		if (has_row(candidate))
			candidates->data[kept++] = *candidate;
	}
	candidates->count = kept;
	candidates_sort(candidates);
}

/* The directory that UNIT's paths are relative to: where its list of files has the main file. */
static const char *find_root(struct arena *arena, const struct ir_unit *unit)
{
	const char *tail = arena_printf(arena, "/%s", unit->main_file);

	vec_each(dep, &unit->deps)
		if (ends_with(dep->path, tail))
			return arena_strndup(arena, dep->path, strlen(dep->path) - strlen(tail));
	return ".";
}

static int check(const struct settings *settings, struct progress *progress, struct run *run,
		 struct error *error)
{
	struct candidates candidates = { 0 };
	unit_list units = { 0 };
	const char *root = NULL;
	struct run part;

	run_begin(run, &settings->options);
	run_begin_part(&part, run);
	int failed = read_units(settings, &units, error);
	if (failed) {
		vec_each(unit, &units)
			ir_unit_free(*unit);
	} else if (units.count && find_candidates(run, &units, &candidates, error)) {
		failed = -1;
		vec_each(unit, &units)
			ir_unit_free(*unit);
	} else if (units.count) {
		bind_candidates(run, &candidates, &units);
		root = find_root(run->arena, units.data[0]);
		vec_push(&run->arches, (struct run_arch){
			.arch = arena_strdup(run->arena, units.data[0]->arch) });
		failed = judge_candidates(&(struct judging){
			.options = &settings->options,
			.progress = progress,
			.candidates = &candidates,
			.run = &part,
		}, units.data, units.count, error);
		merge_runs(run, &part);
	}
	if (!failed)
		allow_findings(run, &(struct allow_options){ .root = root, .lists = &settings->options.allow });
	vec_free(&candidates);
	vec_free(&units);
	return failed;
}

int cmd_check(int argc, char **argv)
{
	static const struct argp_child children[] = {
		{ &report_argp, 0, NULL, 0 }, { &rules_argp, 0, NULL, 0 },
		{ &work_argp, 0, NULL, 0 }, { 0 },
	};
	struct settings settings;
	int code = EXIT_TROUBLE;

	if (!settings_parse(&settings, argc, argv, children, NULL, parse, "UNIT...",
			    "Links units made by mncheck extract and judges their callbacks."))
		code = publish_run(&settings, check);
	settings_free(&settings);
	return code;
}
