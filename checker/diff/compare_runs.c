// SPDX-License-Identifier: GPL-2.0-only
#include "diff/compare_runs.h"

#include <string.h>

#include "base/exit_code.h"
#include "diff/known_finding.h"
#include "diff/pair_rows.h"
#include "report/report.h"

/* ---- rows ---- */

static bool is_renamed(const struct row *before, const struct row *after)
{
	bool has_ops_files = *before->ops_file && *after->ops_file;

	return strcmp(before->callback, after->callback) || strcmp(before->ops, after->ops) ||
	       strcmp(before->file, after->file) ||
	       (has_ops_files && strcmp(before->ops_file, after->ops_file));
}

/* The other row of the same callback: in another table, say. NULL: none. */
static const struct row *row_of_callback(const struct run *run, const struct row *like)
{
	vec_each(row, &run->rows)
		if (row->kind == like->kind && !strcmp(row->callback, like->callback) && !strcmp(row->file, like->file))
			return row;
	return NULL;
}

static void compare_verdicts(const struct changes *changes, struct row_change *change)
{
	for (int rule = 0; rule < RULE_COUNT && change->after; rule++) {
		enum verdict after = shown_verdict(changes->after, change->after, (enum rule_id)rule);
		enum verdict before = !change->before ? VERDICT_NOT_RUN :
				      shown_verdict(changes->before, change->before, (enum rule_id)rule);

		change->opened[rule] = after == VERDICT_UNDECIDED && before != VERDICT_UNDECIDED;
		change->decided[rule] = before == VERDICT_UNDECIDED && after != VERDICT_UNDECIDED &&
					after != VERDICT_NOT_RUN;
	}
}

static void add_row(struct changes *changes, const struct row *before, const struct row *after)
{
	struct row_change change = {
		.before = before, .after = after,
		.fate = !before ? ROW_ADDED :
			!after ? (run_covers(changes->after, before) ? ROW_VANISHED : ROW_UNSEEN) :
			is_renamed(before, after) ? ROW_RENAMED : ROW_STAYED,
	};

	compare_verdicts(changes, &change);
	vec_push(&changes->rows, change);
}

static const struct row **list_rows(const struct run *run)
{
	const struct row **list = xcalloc(run->rows.count + 1, sizeof(*list));

	for (size_t i = 0; i < run->rows.count; i++)
		list[i] = &run->rows.data[i];
	return list;
}

static void pair_all_rows(struct changes *changes)
{
	struct row_pairs pairs = {
		.before = list_rows(changes->before), .nbefore = changes->before->rows.count,
		.after = list_rows(changes->after), .nafter = changes->after->rows.count,
	};
	bool *kept = xcalloc(pairs.nbefore + 1, sizeof(*kept));

	pair_rows(&pairs);
	for (size_t i = 0; i < pairs.nafter; i++) {
		size_t partner = pairs.partner[i];

		add_row(changes, partner ? pairs.before[partner - 1] : NULL, pairs.after[i]);
		if (partner)
			kept[partner - 1] = true;
	}
	for (size_t i = 0; i < pairs.nbefore; i++)
		if (!kept[i])
			add_row(changes, pairs.before[i], NULL);
	free(kept);
	free(pairs.before);
	free(pairs.after);
	free(pairs.partner);
}

/* ---- findings ---- */

/* The row before whose findings those of CHANGE's row may be: its partner, or the callback in another table. */
static const struct row *earlier_row(const struct changes *changes, const struct row_change *change)
{
	return change->before ? change->before : row_of_callback(changes->before, change->after);
}

static void add_findings_after(struct changes *changes, const struct row_change *change)
{
	const struct row *before = earlier_row(changes, change);

	vec_each(finding, &change->after->findings) {
		const struct finding *earlier = before ? known_finding(before, change->after, finding) : NULL;

		vec_push(&changes->findings, (struct finding_change){
			.row = change->after, .finding = finding, .earlier = earlier,
			.fate = finding->allowed ? FINDING_DISMISSED : earlier ? FINDING_UNCHANGED : FINDING_NEW,
		});
	}
}

static bool is_earlier_of_any(const struct changes *changes, const struct finding *finding)
{
	vec_each(change, &changes->findings)
		if (change->earlier == finding)
			return true;
	return false;
}

/* A finding that several of AFTER are is found once as `earlier`: the others are like it. */
static bool is_still_there(const struct row *before, const struct row *after, const struct finding *finding)
{
	vec_each(now, &after->findings)
		if (now->rule == finding->rule && known_finding(before, after, now) &&
		    (rules[now->rule]->any_way || !strcmp(now->fingerprint, finding->fingerprint)))
			return true;
	return false;
}

static enum finding_fate fate_of_gone(const struct changes *changes, const struct row *after,
				      const struct finding *finding)
{
	enum verdict verdict = !after ? VERDICT_NA : shown_verdict(changes->after, after, finding->rule);

	return verdict == VERDICT_HOLDS || verdict == VERDICT_NA ? FINDING_FIXED : FINDING_OPENED;
}

static void add_findings_before(struct changes *changes, const struct row_change *change)
{
	const struct row *after = change->after ? change->after : row_of_callback(changes->after, change->before);

	vec_each(finding, &change->before->findings) {
		if (finding->allowed || is_earlier_of_any(changes, finding) ||
		    (after && is_still_there(change->before, after, finding)))
			continue;
		vec_push(&changes->findings, (struct finding_change){
			.row = change->before, .finding = finding, .fate = fate_of_gone(changes, after, finding),
		});
	}
}

static void compare_findings(struct changes *changes)
{
	vec_each(change, &changes->rows) {
		if (change->after)
			add_findings_after(changes, change);
		if (change->before && change->fate != ROW_UNSEEN)
			add_findings_before(changes, change);
	}
}

/* ---- problems ---- */

static bool has_problem(const struct run *run, const char *file, const char *why)
{
	vec_each(problem, &run->problems)
		if (!strcmp(problem->file ? problem->file : "", file) && !strcmp(problem->why, why))
			return true;
	vec_each(allowance, &run->allowances)
		if ((*allowance)->wrong && !strcmp((*allowance)->file, file) && !strcmp((*allowance)->wrong, why))
			return true;
	return false;
}

static void add_complaint(struct changes *changes, const char *file, const char *why)
{
	file = file ? file : "";
	if (!has_problem(changes->before, file, why))
		vec_push(&changes->complaints, arena_printf(changes->after->arena, "%s%s%s", file,
							    *file ? ": " : "", why));
}

static void compare_problems(struct changes *changes)
{
	vec_each(problem, &changes->after->problems)
		add_complaint(changes, problem->file, problem->why);
	vec_each(allowance, &changes->after->allowances)
		if ((*allowance)->wrong)
			add_complaint(changes, (*allowance)->file, (*allowance)->wrong);
}

/* ---- numbers ---- */

static void count_changes(struct changes *changes)
{
	memset(changes->fates, 0, sizeof(changes->fates));
	memset(changes->row_fates, 0, sizeof(changes->row_fates));
	changes->opened = changes->decided = 0;
	vec_each(change, &changes->findings) {
		const struct run *run = change->fate == FINDING_FIXED || change->fate == FINDING_OPENED ?
					changes->before : changes->after;

		changes->fates[change->fate] += !told_before(run, change->row, change->finding);
	}
	vec_each(change, &changes->rows) {
		changes->row_fates[change->fate]++;
		for (int rule = 0; rule < RULE_COUNT; rule++) {
			changes->opened += change->opened[rule];
			changes->decided += change->decided[rule];
		}
	}
}

/* ---- the run of what is gone ---- */

static void collect_gone(const struct changes *changes, struct run *fixed)
{
	memcpy(fixed->rule_enabled, changes->before->rule_enabled, sizeof(fixed->rule_enabled));
	vec_each(change, &changes->findings) {
		if (change->fate != FINDING_FIXED)
			continue;
		struct row row = *change->row;

		memset(&row.findings, 0, sizeof(row.findings));
		memset(&row.undecided, 0, sizeof(row.undecided));
		vec_push(&row.findings, *change->finding);
		vec_push(&fixed->rows, row);
	}
}

void compare_runs(struct run_comparison *comparison, struct run *after, const char *from, const char *to)
{
	struct changes *changes = &comparison->changes;

	changes->before = &comparison->before;
	changes->after = after;
	pair_all_rows(changes);
	compare_findings(changes);
	compare_problems(changes);
	count_changes(changes);
	comparison->fixed.arena = arena_new();
	collect_gone(changes, &comparison->fixed);
	comparison->change = (struct run_change){
		.from = arena_strdup(after->arena, from), .to = arena_strdup(after->arena, to),
		.changes = changes, .fixed = &comparison->fixed, .judged = after->rows.count,
	};
	after->change = &comparison->change;
}

void run_comparison_free(struct run_comparison *comparison)
{
	vec_free(&comparison->changes.rows);
	vec_free(&comparison->changes.findings);
	vec_free(&comparison->changes.complaints);
	if (comparison->fixed.arena)
		run_free(&comparison->fixed);
	if (comparison->before.arena)
		run_free(&comparison->before);
}

void apply_triage(struct changes *changes, const struct triage *(*triage_of)(void *context, const struct finding_change *),
		  void *context)
{
	vec_each(change, &changes->findings) {
		change->triage = triage_of(context, change);
		if (change->fate == FINDING_NEW && triage_dismisses(change->triage))
			change->fate = FINDING_DISMISSED;
	}
	count_changes(changes);
}

int changes_exit_code(const struct changes *changes, bool strict)
{
	if (changes->fates[FINDING_NEW])
		return EXIT_VIOLATION;
	if (!changes->opened && !changes->complaints.count)
		return EXIT_ALL_HOLD;
	return strict ? EXIT_VIOLATION : EXIT_UNDECIDED;
}
