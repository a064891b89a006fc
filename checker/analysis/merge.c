// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file that an architecture does not build is judged there with options forced, or not at all. That says little,
 * so it counts only if no architecture builds the file.
 */
#include "analysis/merge.h"

#include <string.h>

/* One architecture's row of a callback. */
struct share {
	struct row *row;
	size_t arch;
};

/* The rows that become one row: at most one of each architecture. */
struct row_group {
	VEC(struct share) shares;
};

struct groups { struct row_group *data; size_t count, room; };

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* The order of rows in reports. */
static int compare_rows(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = strcmp(a->file, b->file);

	if (!order)
		order = (a->line > b->line) - (a->line < b->line);
	if (!order)
		order = strcmp(a->callback, b->callback);
	if (!order)
		order = compare_text(a->ops, b->ops);
	return order ? order : (int)a->kind - (int)b->kind;
}

/* Whether both are the same entry of the same ops table. */
static bool same_entry(const struct row *a, const struct row *b)
{
	return !compare_text(a->ops_file, b->ops_file) && !strcmp(a->callback, b->callback) &&
	       !compare_text(a->ops, b->ops) && a->kind == b->kind;
}

/* ---- which rows belong together ---- */

static bool has_arch(const struct row_group *group, size_t arch)
{
	vec_each(share, &group->shares)
		if (share->arch == arch)
			return true;
	return false;
}

static void join_group(struct groups *groups, struct row_group *group, struct share share)
{
	if (!group) {
		vec_push(groups, (struct row_group){ 0 });
		group = &vec_last(groups);
	}
	if (!has_arch(group, share.arch))
		vec_push(&group->shares, share);
}

static struct row_group *find_place(const struct groups *groups, const struct row *row)
{
	vec_each(group, groups)
		if (!compare_rows(group->shares.data[0].row, row))
			return group;
	return NULL;
}

static struct row_group *find_entry(const struct groups *groups, const struct row *row, size_t arch)
{
	vec_each(group, groups)
		if (group->shares.data[0].row->analysed && !has_arch(group, arch) &&
		    same_entry(group->shares.data[0].row, row))
			return group;
	return NULL;
}

/*
 * Bodies at the same place are one callback. Bodies at different places (one in each branch of an #if) are
 * different callbacks. A row without a body joins the group of its table's entry, if that has a body on another
 * architecture; on its own architecture it is the other branch.
 */
static void make_groups(const struct run *run, struct run *parts, struct groups *groups)
{
	for (int bodies = 1; bodies >= 0; bodies--) {
		for (size_t i = 0; i < run->arches.count; i++) {
			vec_each(row, &parts[i].rows) {
				struct share share = { row, i };

				if (row->analysed != (bool)bodies)
					continue;
				struct row_group *group = find_place(groups, row);

				if (!group && !bodies)
					group = find_entry(groups, row, i);
				join_group(groups, group, share);
			}
		}
	}
}

/* ---- one group ---- */

/* The worse a verdict, the greater its weight. */
static int weight(enum verdict verdict)
{
	static const int weights[] = {
		[VERDICT_NOT_RUN] = 0, [VERDICT_NA] = 1, [VERDICT_HOLDS] = 2,
		[VERDICT_UNDECIDED] = 3, [VERDICT_VIOLATES] = 4,
	};

	return weights[verdict];
}

/* A row without a body is undecided for each rule that is switched on. */
static enum verdict verdict_of(const struct run *run, const struct row *row, int rule)
{
	if (row->analysed)
		return row->verdicts[rule];
	if (!run->rule_enabled[rule])
		return VERDICT_NOT_RUN;
	return rule_is_about((enum rule_id)rule, row->kind) ? VERDICT_UNDECIDED : VERDICT_NA;
}

static int worst(const struct run *run, const struct row *row)
{
	int found = 0;

	for (int rule = 0; rule < RULE_COUNT; rule++) {
		int now = weight(verdict_of(run, row, rule));

		found = now > found ? now : found;
	}
	return found;
}

static enum row_built best_built(const struct row_group *group)
{
	enum row_built best = ROW_ELSEWHERE;

	for (size_t i = 0; i < group->shares.count; i++)
		if (group->shares.data[i].row->built < best)
			best = group->shares.data[i].row->built;
	return best;
}

static void describe_arches(struct run *run, const struct row_group *group, struct row *whole)
{
	enum row_built best = best_built(group);

	whole->by_arch = arena_alloc(run->arena, run->arches.count * sizeof(*whole->by_arch));
	for (size_t i = 0; i < group->shares.count; i++) {
		const struct row *row = group->shares.data[i].row;
		struct row_arch *arch = &whole->by_arch[group->shares.data[i].arch];

		*arch = (struct row_arch){
			.judged = true, .counts = row->built == best, .built = row->built,
			.analysed = row->analysed, .why_not = row->why_not,
			.assumes = row->assumes,
		};
		memcpy(arch->verdicts, row->verdicts, sizeof(arch->verdicts));
	}
}

static void add_finding(struct row *whole, const struct finding *finding, arch_set arches)
{
	vec_each(other, &whole->findings) {
		if (other->rule == finding->rule &&
		    !strcmp(other->fingerprint, finding->fingerprint)) {
			other->arches |= arches;
			return;
		}
	}
	vec_push(&whole->findings, *finding);
	vec_last(&whole->findings).arches = arches;
}

static void add_reason(struct row *whole, const struct undecided *reason, arch_set arches)
{
	vec_each(other, &whole->undecided) {
		if (other->rule == reason->rule && !strcmp(other->why, reason->why) &&
		    !compare_text(other->at, reason->at)) {
			other->arches |= arches;
			return;
		}
	}
	vec_push(&whole->undecided, *reason);
	vec_last(&whole->undecided).arches = arches;
}

/* Adds findings and reasons, by rule and then by architecture. */
static void add_details(struct run *run, const struct row_group *group, struct row *whole)
{
	for (int rule = 0; rule < RULE_COUNT; rule++) {
		for (size_t i = 0; i < group->shares.count; i++) {
			const struct row *row = group->shares.data[i].row;
			size_t arch = group->shares.data[i].arch;

			if (!whole->by_arch[arch].counts)
				continue;
			vec_each(finding, &row->findings)
				if ((int)finding->rule == rule)
					add_finding(whole, finding, (arch_set)1 << arch);
			vec_each(reason, &row->undecided)
				if ((int)reason->rule == rule)
					add_reason(whole, reason, (arch_set)1 << arch);
			if (whole->analysed && !row->analysed && run->rule_enabled[rule] &&
			    rule_is_about((enum rule_id)rule, row->kind))
				add_reason(whole, &(struct undecided){
					.rule = (enum rule_id)rule, .at = "",
					.why = arena_printf(run->arena, "not analysed: %s",
						row->why_not ? row->why_not : "no reason was recorded"),
				}, (arch_set)1 << arch);
		}
	}
}

/* Joins the TEXT of all rows that count: one text if they agree, else each with its architecture's name. */
static const char *join_texts(struct run *run, const struct row_group *group,
			      const struct row *whole, const char *(*text)(const struct row *))
{
	const char *joined = NULL, *first = NULL;
	bool same = true, any = false;

	for (size_t i = 0; i < group->shares.count; i++) {
		const struct share *share = &group->shares.data[i];
		const char *here = text(share->row);

		if (!whole->by_arch[share->arch].counts)
			continue;
		same = same && (!any || !compare_text(here, first));
		first = any ? first : here;
		any = true;
		if (here)
			joined = arena_printf(run->arena, "%s%s%s: %s", joined ? joined : "",
					      joined ? "; " : "",
					      run->arches.data[share->arch].arch, here);
	}
	return same ? first : joined;
}

static const char *why_not_of(const struct row *row)
{
	return row->why_not;
}

static const char *assumes_of(const struct row *row)
{
	return row->assumes;
}

static struct row merge_group(struct run *run, const struct row_group *group)
{
	struct row whole = *group->shares.data[0].row;
	int found = 0;

	memset(&whole.findings, 0, sizeof(whole.findings));
	memset(&whole.undecided, 0, sizeof(whole.undecided));
	memset(whole.verdicts, 0, sizeof(whole.verdicts));
	memset(whole.dependencies, 0, sizeof(whole.dependencies));
	describe_arches(run, group, &whole);
	whole.built = best_built(group);
	for (size_t i = 0; i < group->shares.count; i++) {
		const struct row *row = group->shares.data[i].row;
		arch_set arch = (arch_set)1 << group->shares.data[i].arch;
		int now = worst(run, row);

		if (!whole.by_arch[group->shares.data[i].arch].counts)
			continue;
		whole.analysed = whole.analysed || row->analysed;
		whole.arches = now > found ? arch : now == found ? whole.arches | arch : whole.arches;
		found = now > found ? now : found;
		for (int rule = 0; rule < RULE_COUNT; rule++) {
			enum verdict verdict = verdict_of(run, row, rule);

			if (weight(verdict) <= weight(whole.verdicts[rule]))
				continue;
			whole.verdicts[rule] = verdict;
			whole.dependencies[rule] = row->dependencies[rule];
		}
	}
	add_details(run, group, &whole);
	whole.assumes = join_texts(run, group, &whole, assumes_of);
	whole.why_not = whole.analysed ? NULL : join_texts(run, group, &whole, why_not_of);
	if (!whole.analysed) {
		whole.arches = 0;
		memset(whole.verdicts, 0, sizeof(whole.verdicts));
	}
	return whole;
}

/* ---- all groups ---- */

static void add_numbers(struct run *run, const struct run *part)
{
	run->stats.files_parsed += part->stats.files_parsed;
	run->stats.units_cached += part->stats.units_cached;
	run->stats.functions_explored += part->stats.functions_explored;
	run->stats.unsupported += part->stats.unsupported;
	run->stats.locate += part->stats.locate;
	run->stats.flags += part->stats.flags;
	run->stats.extract += part->stats.extract;
	run->stats.explore += part->stats.explore;
}

static void empty_part(struct run *part)
{
	part->arena = NULL;	/* shared */
	run_free(part);
}

/* Sets run->arch, "x86+arm64", and run->build, the first one. */
static void name_arches(struct run *run)
{
	vec_each(arch, &run->arches) {
		if (arch->why_not)
			continue;
		run->arch = run->arch ? arena_printf(run->arena, "%s+%s", run->arch, arch->arch) :
					arch->arch;
		run->build = run->build ? run->build : arch->build;
	}
}

void sort_rows(struct run *run)
{
	if (run->rows.count)
		qsort(run->rows.data, run->rows.count, sizeof(*run->rows.data), compare_rows);
}

bool is_same_row(const struct row *a, const struct row *b)
{
	return !compare_rows(a, b);
}

void merge_runs(struct run *run, struct run *parts)
{
	struct groups groups = { 0 };

	name_arches(run);
	make_groups(run, parts, &groups);
	vec_each(group, &groups) {
		vec_push(&run->rows, merge_group(run, group));
		vec_free(&group->shares);
	}
	vec_free(&groups);
	sort_rows(run);
	for (size_t i = 0; i < run->arches.count; i++) {
		add_numbers(run, &parts[i]);
		empty_part(&parts[i]);
	}
}
