// SPDX-License-Identifier: GPL-2.0-only
#include "diff/compare.h"

#include <string.h>

#include "base/str.h"

/* Pairs the rows of both sides. */
struct pairing {
	const struct comparison *comparison;
	struct run *after;
	const struct snapshot_row **befores;	/* the affected ones */
	size_t nbefores;
	const struct snapshot_row **partner;	/* by index into after->rows; NULL: the row is new */
	bool *paired;		/* by index into befores */
};

/* ---- files ---- */

/* The new path of a file of the old state. */
static const char *moved(const struct comparison *comparison, const char *path)
{
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

enum { SAME_FUNCTION = 1, SAME_OPS = 2, SAME_OPS_FILE = 4, SAME_FILE = 8 };

/* From certain to likely: all is the same; the callback or the table has a new name; the callback moved. */
static const unsigned likeness[] = {
	SAME_FUNCTION | SAME_OPS | SAME_OPS_FILE,
	SAME_OPS | SAME_OPS_FILE,
	SAME_FUNCTION | SAME_FILE,
	SAME_FUNCTION,
};

static unsigned compare_rows(const struct pairing *pairing, const struct row *before,
			     const struct row *after)
{
	const struct comparison *comparison = pairing->comparison;

	if (before->kind != after->kind)
		return 0;
	return (strcmp(before->callback, after->callback) ? 0 : SAME_FUNCTION) |
	       (strcmp(before->ops, after->ops) || !*after->ops ? 0 : SAME_OPS) |
	       (strcmp(moved(comparison, before->ops_file), after->ops_file) ? 0 : SAME_OPS_FILE) |
	       (strcmp(moved(comparison, before->file), after->file) ? 0 : SAME_FILE);
}

static void pair_rows(struct pairing *pairing, unsigned wanted)
{
	for (size_t i = 0; i < pairing->after->rows.count; i++)
		for (size_t j = 0; j < pairing->nbefores && !pairing->partner[i]; j++) {
			unsigned like = pairing->paired[j] ? 0 :
				compare_rows(pairing, &pairing->befores[j]->row,
					     &pairing->after->rows.data[i]);

			if ((like & wanted) != wanted)
				continue;
			pairing->partner[i] = pairing->befores[j];
			pairing->paired[j] = true;
		}
}

static void pair_all(struct pairing *pairing)
{
	size_t rows = pairing->comparison->before->rows.count;

	pairing->befores = xcalloc(rows + 1, sizeof(*pairing->befores));
	pairing->paired = xcalloc(rows + 1, sizeof(*pairing->paired));
	pairing->partner = xcalloc(pairing->after->rows.count + 1, sizeof(*pairing->partner));
	vec_each(row, &pairing->comparison->before->rows)
		if (row->affected)
			pairing->befores[pairing->nbefores++] = row;
	for (size_t i = 0; i < sizeof(likeness) / sizeof(*likeness); i++)
		pair_rows(pairing, likeness[i]);
}

/* ---- findings ---- */

static bool has_word(const char *text, const char *word, size_t length)
{
	for (const char *at = text; *at; at += strcspn(at, " ,"), at += strspn(at, " ,"))
		if (strcspn(at, " ,") == length && !strncmp(at, word, length))
			return true;
	return false;
}

/* Whether WORD is the callback's NAME in quotes. The change may have renamed it. */
static bool is_name(const char *word, size_t length, const char *name)
{
	return length == strlen(name) + 2 && *word == '\'' &&
	       !strncmp(word + 1, name, length - 2);
}

/* Whether message INNER says nothing that OUTER does not: at most it lists fewer values. */
static bool says_no_more(const char *inner, const char *inner_name, const char *outer)
{
	for (const char *at = inner; *at; at += strcspn(at, " ,"), at += strspn(at, " ,")) {
		size_t length = strcspn(at, " ,");

		if (!is_name(at, length, inner_name) && !has_word(outer, at, length))
			return false;
	}
	return true;
}

static bool is_new(const struct row *before, const struct row *after, const struct finding *finding)
{
	vec_each(old, &before->findings) {
		if (old->rule != finding->rule || (old->allowed && !finding->allowed))
			continue;
		if (rules[finding->rule]->any_way ||
		    !strcmp(old->fingerprint, finding->fingerprint) ||
		    says_no_more(finding->message, after->callback, old->message))
			return false;
	}
	return true;
}

static void keep_new_findings(const struct row *before, struct row *after)
{
	size_t kept = 0;

	vec_each(finding, &after->findings)
		if (!finding->allowed && (!before || is_new(before, after, finding)))
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

static const struct row *partner_of(const struct pairing *pairing, const struct snapshot_row *before)
{
	for (size_t i = 0; i < pairing->after->rows.count; i++)
		if (pairing->partner[i] == before)
			return &pairing->after->rows.data[i];
	return NULL;
}

static void collect_fixed(const struct pairing *pairing, struct run *fixed)
{
	for (size_t i = 0; i < pairing->nbefores; i++) {
		const struct row *before = &pairing->befores[i]->row;
		const struct row *after = partner_of(pairing, pairing->befores[i]);

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
		const struct row *before = pairing->partner[i] ? &pairing->partner[i]->row : NULL;

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
	free(pairing.befores);
	free(pairing.partner);
	free(pairing.paired);
}
