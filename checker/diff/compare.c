// SPDX-License-Identifier: GPL-2.0-only
#include "diff/compare.h"

#include <string.h>

#include "base/str.h"
#include "diff/known_finding.h"
#include "diff/pair_rows.h"

/* Pairs the rows of both sides. */
struct pairing {
	const struct comparison *comparison;
	struct run *after;
	struct row_pairs pairs;	/* of the affected rows */
};

/* ---- files ---- */

/* The new path of a file of the old state. */
static const char *moved(const void *context, const char *path)
{
	const struct comparison *comparison = context;

	vec_each(file, comparison->files)
		if (file->old_path && file->new_path && !strcmp(file->old_path, path))
			return file->new_path;
	return path;
}

static bool is_touched(const struct comparison *comparison, const char *path)
{
	return changes_file(comparison->files, path);
}

/* Whether the change can be the reason that only one side has the callback of ROW. */
static bool is_of_the_change(const struct comparison *comparison, const struct row *row)
{
	return comparison->locates || is_touched(comparison, row->file) ||
	       is_touched(comparison, row->ops_file);
}

/* ---- pairs ---- */

static void pair_all(struct pairing *pairing)
{
	struct run *after = pairing->after;
	struct row_pairs *pairs = &pairing->pairs;

	pairs->before = xcalloc(pairing->comparison->before->rows.count + 1, sizeof(*pairs->before));
	pairs->after = xcalloc(after->rows.count + 1, sizeof(*pairs->after));
	vec_each(row, &pairing->comparison->before->rows)
		if (row->affected)
			pairs->before[pairs->nbefore++] = &row->row;
	vec_each(row, &after->rows)
		pairs->after[pairs->nafter++] = row;
	pairs->moved = moved;
	pairs->context = pairing->comparison;
	pair_rows(pairs);
}

/* The row before of row INDEX after; NULL: that is new. */
static const struct row *row_before(const struct pairing *pairing, size_t index)
{
	size_t partner = pairing->pairs.partner[index];

	return partner ? pairing->pairs.before[partner - 1] : NULL;
}

/* ---- findings ---- */

static void keep_new_findings(const struct row *before, struct row *after)
{
	size_t kept = 0;

	vec_each(finding, &after->findings)
		if (!finding->allowed && (!before || !known_finding(before, after, finding)))
			after->findings.data[kept++] = *finding;
	after->findings.count = kept;
}

static bool was_open(const struct row *before, enum rule_id rule)
{
	return before && (!before->analysed || before->verdicts[rule] == VERDICT_UNDECIDED);
}

static void keep_new_reasons(const struct row *before, struct row *after)
{
	size_t kept = 0;

	vec_each(reason, &after->undecided)
		if (!was_open(before, reason->rule))
			after->undecided.data[kept++] = *reason;
	after->undecided.count = kept;
}

static bool has_news(const struct row *before, const struct row *after)
{
	return after->findings.count || after->undecided.count ||
	       (!after->analysed && (!before || before->analysed));
}

/* ---- fixed findings ---- */

/* Copies all but the path: its lines are gone from the new state. */
static struct finding copy_finding(struct arena *arena, const struct finding *from)
{
	struct finding finding = *from;

	finding.message = arena_strdup(arena, from->message);
	finding.file = arena_strdup(arena, from->file);
	finding.fingerprint = arena_strdup(arena, from->fingerprint);
	finding.allowed = NULL;
	finding.trace = NULL;
	finding.ntrace = 0;
	finding.whole = NULL;
	finding.nwhole = 0;
	return finding;
}

/* Whether the finding is proved to be gone: AFTER holds. An undecided AFTER proves nothing. */
static bool is_fixed(const struct row *after, const struct finding *finding)
{
	return !after || (after->analysed && (after->verdicts[finding->rule] == VERDICT_HOLDS ||
					      after->verdicts[finding->rule] == VERDICT_NA));
}

static void add_fixed(const struct row *before, const struct row *after, struct run *fixed)
{
	struct row row = *before;

	memset(&row.findings, 0, sizeof(row.findings));
	memset(&row.undecided, 0, sizeof(row.undecided));
	vec_each(finding, &before->findings)
		if (!finding->allowed && is_fixed(after, finding))
			vec_push(&row.findings, copy_finding(fixed->arena, finding));
	if (!row.findings.count)
		return;
	row.file = arena_strdup(fixed->arena, before->file);
	row.callback = arena_strdup(fixed->arena, before->callback);
	row.ops = arena_strdup(fixed->arena, before->ops);
	row.ops_file = arena_strdup(fixed->arena, before->ops_file);
	vec_push(&fixed->rows, row);
}

static const struct row *row_after(const struct pairing *pairing, size_t before)
{
	for (size_t i = 0; i < pairing->pairs.nafter; i++)
		if (pairing->pairs.partner[i] == before + 1)
			return pairing->pairs.after[i];
	return NULL;
}

static void collect_fixed(const struct pairing *pairing, struct run *fixed)
{
	for (size_t i = 0; i < pairing->pairs.nbefore; i++) {
		const struct row *before = pairing->pairs.before[i];
		const struct row *after = row_after(pairing, i);

		if (after || is_of_the_change(pairing->comparison, before))
			add_fixed(before, after, fixed);
	}
}

/* ---- news ---- */

static void keep_news(struct pairing *pairing)
{
	struct run *run = pairing->after;
	size_t kept = 0;

	for (size_t i = 0; i < run->rows.count; i++) {
		struct row *row = &run->rows.data[i];
		const struct row *before = row_before(pairing, i);

		keep_new_findings(before, row);
		keep_new_reasons(before, row);
		if (has_news(before, row) && (before || is_of_the_change(pairing->comparison, row))) {
			run->rows.data[kept++] = *row;
			continue;
		}
		row_free(row);
	}
	run->rows.count = kept;
}

static bool was_complained(const struct snapshot *before, const char *file, const char *text)
{
	char *complaint = xasprintf("%s: %s", file, text);
	bool found = false;

	vec_each(old, &before->complaints)
		found = found || !strcmp(*old, complaint);
	free(complaint);
	return found;
}

/* Keeps problems and wrong suppressions of changed files, unless the state before had them too. */
static void keep_new_complaints(const struct comparison *comparison, struct run *run)
{
	size_t kept = 0;

	vec_each(problem, &run->problems)
		if (is_touched(comparison, problem->file) &&
		    !was_complained(comparison->before, problem->file, problem->why))
			run->problems.data[kept++] = *problem;
	run->problems.count = kept;
	kept = 0;
	vec_each(allowance, &run->allowances)
		if ((*allowance)->wrong && is_touched(comparison, (*allowance)->file) &&
		    !was_complained(comparison->before, (*allowance)->file, (*allowance)->wrong))
			run->allowances.data[kept++] = *allowance;
	run->allowances.count = kept;
}

void compare_states(const struct comparison *comparison, struct run *after, struct run *fixed)
{
	struct pairing pairing = { .comparison = comparison, .after = after };

	pair_all(&pairing);
	collect_fixed(&pairing, fixed);
	keep_news(&pairing);
	keep_new_complaints(comparison, after);
	free(pairing.pairs.before);
	free(pairing.pairs.after);
	free(pairing.pairs.partner);
}
