// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/merge_parts.h"

#include <string.h>

#include "analysis/allow.h"
#include "analysis/merge.h"
#include "base/map.h"

struct part_merge {
	struct run *run;
	struct run **parts;	/* in the order of their numbers */
	size_t count;
};

/* ---- checks ---- */

static bool differ(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static bool same_texts(const struct strings *a, const struct strings *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (strcmp(a->data[i], b->data[i]))
			return false;
	return a->count == b->count;
}

/* What two parts of one scan do not have in common; NULL: all is the same. */
static const char *difference(const struct run *a, const struct run *b)
{
	if (a->part.count != b->part.count)
		return "is of another number of parts than";
	if (differ(a->part.tool, b->part.tool))
		return "was made by another version of mncheck than";
	if (differ(a->tree_version, b->tree_version) || differ(a->commit, b->commit) || differ(a->module, b->module))
		return "is of another tree than";
	/* a part that had nothing to judge looked at no architecture */
	if (a->arch && b->arch && (strcmp(a->arch, b->arch) || a->arches.count != b->arches.count))
		return "is for other architectures than";
	if (differ(a->config, b->config))
		return "has another configuration than";
	if (!same_texts(&a->only, &b->only))
		return "looked at other files (--only) than";
	if (memcmp(a->rule_enabled, b->rule_enabled, sizeof(a->rule_enabled)))
		return "has other rules than";
	return NULL;
}

static int check_part(const struct run *parts, const char *const *names, size_t i, struct error *error)
{
	const struct run_part *part = &parts[i].part;

	if (!part->count || !part->index || part->index > part->count)
		return error_set(error, ERROR_USAGE, "%s: no part of a scan: parts are made by mncheck scan --shard I/N "
				 "--format json", names[i]);
	for (size_t j = 0; j < i; j++) {
		const char *what = difference(&parts[i], &parts[j]);

		if (what)
			return error_set(error, ERROR_USAGE, "%s %s %s", names[i], what, names[j]);
		if (parts[j].part.index == part->index)
			return error_set(error, ERROR_USAGE, "%s and %s are both part %u of %u", names[j], names[i],
					 part->index, part->count);
	}
	return 0;
}

static int order_parts(struct part_merge *merge, struct run *parts, const char *const *names, struct error *error)
{
	for (size_t i = 0; i < merge->count; i++)
		if (check_part(parts, names, i, error))
			return -1;
	for (unsigned wanted = 1; wanted <= parts[0].part.count; wanted++) {
		bool found = false;

		for (size_t i = 0; i < merge->count; i++)
			if (parts[i].part.index == wanted) {
				merge->parts[wanted - 1] = &parts[i];
				found = true;
			}
		if (!found)
			return error_set(error, ERROR_USAGE, "part %u of %u is missing", wanted, parts[0].part.count);
	}
	return 0;
}

/* ---- rows ---- */

static void take_rows(struct part_merge *merge)
{
	struct run *run = merge->run;
	size_t kept = 0;

	for (size_t i = 0; i < merge->count; i++) {
		vec_each(row, &merge->parts[i]->rows)
			vec_push(&run->rows, *row);
		vec_clear(&merge->parts[i]->rows);
	}
	sort_rows(run);
	vec_each(row, &run->rows) {
		if (kept && is_same_row(&run->rows.data[kept - 1], row))
			row_free(row);
		else
			run->rows.data[kept++] = *row;
	}
	run->rows.count = kept;
}

/* ---- suppressions ---- */

static bool is_same_allowance(const struct allowance *a, const struct allowance *b)
{
	return a->line == b->line && !strcmp(a->file, b->file) && !strcmp(a->rule, b->rule) &&
	       !differ(a->where, b->where) && !differ(a->because, b->because);
}

static struct allowance *find_same(const struct run *run, const struct allowance *like)
{
	vec_each(allowance, &run->allowances)
		if (is_same_allowance(*allowance, like))
			return *allowance;
	return NULL;
}

static void join_allowance(struct run *run, const struct allowance *from)
{
	struct allowance *known = find_same(run, from);

	if (!known) {
		vec_push(&run->allowances, arena_copy(run->arena, from, sizeof(*from)));
		return;
	}
	known->used += from->used;
	known->part.nowhere = known->part.nowhere || from->part.nowhere;
	known->part.about = known->part.about || from->part.about;
	known->part.open = known->part.open || from->part.open;
}

/* As allow_findings() has them: those in sources by file and line, then the lines of the tree's list. */
static int compare_allowances(const struct allowance *a, const struct allowance *b)
{
	int order = (a->where != NULL) - (b->where != NULL);

	if (!order)
		order = strcmp(a->file, b->file);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* Stable: several rules of one line stay as they are written there. */
static void sort_allowances(struct run *run)
{
	for (size_t i = 1; i < run->allowances.count; i++) {
		struct allowance *moved = run->allowances.data[i];
		size_t at = i;

		for (; at && compare_allowances(run->allowances.data[at - 1], moved) > 0; at--)
			run->allowances.data[at] = run->allowances.data[at - 1];
		run->allowances.data[at] = moved;
	}
}

static void merge_allowances(struct part_merge *merge)
{
	struct run *run = merge->run;

	for (size_t i = 0; i < merge->count; i++)
		vec_each(allowance, &merge->parts[i]->allowances)
			join_allowance(run, *allowance);
	sort_allowances(run);
	vec_each(row, &run->rows)
		vec_each(finding, &row->findings)
			if (finding->allowed)
				finding->allowed = find_same(run, finding->allowed);
	find_stale_of_parts(run);
}

/* ---- problems ---- */

static size_t count_same(const struct run *run, const struct run_problem *like)
{
	size_t count = 0;

	vec_each(problem, &run->problems)
		count += problem->order == like->order && !differ(problem->file, like->file) &&
			 !differ(problem->why, like->why);
	return count;
}

/* One part tells of a source of its own. All tell of a header, unless a source that they saw cleared it up. */
static bool is_told_by_all(const struct part_merge *merge, const struct run_problem *problem)
{
	for (size_t i = 0; i < merge->count; i++)
		if (!count_same(merge->parts[i], problem))
			return false;
	return true;
}

/* As a scan of the whole has them. */
static int compare_problems(const struct run_problem *a, const struct run_problem *b)
{
	int order = (a->order > b->order) - (a->order < b->order);

	if (!order)
		order = strcmp(a->file ? a->file : "", b->file ? b->file : "");
	return order ? order : strcmp(a->why, b->why);
}

static void add_problem(struct part_merge *merge, const struct run_problem *problem)
{
	struct run *run = merge->run;
	bool is_source = problem->file && ends_with(problem->file, ".c");
	size_t at = run->problems.count;

	if (count_same(run, problem) || (!is_source && !is_told_by_all(merge, problem)))
		return;
	vec_push(&run->problems, *problem);
	for (; at && compare_problems(&run->problems.data[at - 1], problem) > 0; at--)
		run->problems.data[at] = run->problems.data[at - 1];
	run->problems.data[at] = *problem;
}

/* ---- numbers ---- */

static size_t count_different(struct part_merge *merge, bool cached)
{
	struct strmap names = { 0 };

	for (size_t i = 0; i < merge->count; i++) {
		const struct run_part *part = &merge->parts[i]->part;

		vec_each(name, cached ? &part->cached : &part->parsed)
			strmap_set(&names, *name, merge);
	}
	size_t count = names.count;

	strmap_free(&names);
	return count;
}

static void add_numbers(struct part_merge *merge)
{
	struct run *run = merge->run;

	run->stats.files_parsed = count_different(merge, false);
	run->stats.units_cached = count_different(merge, true);
	for (size_t i = 0; i < merge->count; i++) {
		const struct run *part = merge->parts[i];

		run->stats.functions_explored += part->stats.functions_explored;
		run->stats.unsupported += part->stats.unsupported;
		run->stats.locate += part->stats.locate;
		run->stats.flags += part->stats.flags;
		run->stats.extract += part->stats.extract;
		run->stats.explore += part->stats.explore;
	}
}

/* ---- the whole ---- */

static void describe(struct part_merge *merge)
{
	const struct run *first = merge->parts[0];
	struct run *run = merge->run;

	for (size_t i = 1; i < merge->count && !first->arch; i++)
		first = merge->parts[i]->arch ? merge->parts[i] : first;

	run->arena = arena_new();
	run->tree_path = first->tree_path;
	run->tree_version = first->tree_version;
	run->commit = first->commit;
	run->config = first->config;
	run->configuration = first->configuration;
	run->module = first->module;
	vec_each(path, &first->only)
		vec_push(&run->only, *path);
	run->build = first->build;
	run->arch = first->arch;
	memcpy(run->rule_enabled, first->rule_enabled, sizeof(run->rule_enabled));
	vec_each(arch, &first->arches)
		vec_push(&run->arches, *arch);
}

int merge_parts(struct run *run, struct run *parts, const char *const *names, size_t count, struct error *error)
{
	struct part_merge merge = { .run = run, .count = count };

	merge.parts = xcalloc(parts[0].part.count + count, sizeof(*merge.parts));
	int failed = order_parts(&merge, parts, names, error);

	if (!failed) {
		describe(&merge);
		take_rows(&merge);
		merge_allowances(&merge);
		for (size_t i = 0; i < count; i++)
			vec_each(problem, &merge.parts[i]->problems)
				add_problem(&merge, problem);
		add_numbers(&merge);
	}
	free(merge.parts);
	return failed;
}
