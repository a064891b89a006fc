// SPDX-License-Identifier: GPL-2.0-only
#include "diff/record.h"

#include <string.h>

#include "base/version.h"
#include "diff/compare_runs.h"
#include "report/report.h"
#include "report/result_read.h"

/* One run on its way into the history. */
struct recording {
	struct history *history;
	struct run *run;	/* the caller's, without its comparison */
	struct error *error;
	struct arena *arena;	/* of what is read from the history */
	int64_t id;
	/* The run before: its rows and findings with their numbers. Empty if there is none. */
	struct history_rows rows;
	struct history_findings findings;
	struct run_comparison comparison;
	int64_t *callbacks;	/* by row of `run`: the callback's number */
};

/* ---- the run before ---- */

static int64_t callback_before(const struct recording *recording, const struct row *row)
{
	const struct run *before = &recording->comparison.before;

	vec_each(known, &recording->rows)
		if (known->position == (size_t)(row - before->rows.data))
			return known->callback;
	return 0;
}

static int64_t finding_before(const struct recording *recording, const struct finding *finding)
{
	const struct run *before = &recording->comparison.before;

	vec_each(known, &recording->findings)
		if (known->row < before->rows.count &&
		    known->position < before->rows.data[known->row].findings.count &&
		    &before->rows.data[known->row].findings.data[known->position] == finding)
			return known->finding;
	return 0;
}

static int read_before(struct recording *recording)
{
	struct error *error = recording->error;
	int64_t before;

	if (history_previous_run(recording->history, recording->run->tree_path, &before, error))
		return -1;
	if (!before) {
		recording->comparison.before.arena = arena_new();
	} else if (recorded_run(recording->history, before, &recording->comparison.before, error) ||
		   history_list_rows(recording->history, recording->arena, before, NULL, &recording->rows, error) ||
		   history_list_findings(recording->history, recording->arena, before, &recording->findings, error)) {
		return -1;
	}
	compare_runs(&recording->comparison, recording->run, "before", "now");
	return 0;
}

/* ---- writing ---- */

static unsigned count_rows(const struct run *run, bool violated)
{
	unsigned count = 0;

	vec_each(row, &run->rows) {
		enum row_state state = row_state(run, row);

		count += violated ? state == ROW_STATE_VIOLATES :
				    state == ROW_STATE_UNDECIDED || state == ROW_STATE_NOT_ANALYSED;
	}
	return count;
}

/* The paths that RUN was restricted to, one a line, in ARENA; NULL: there are none. */
static const char *only_words(struct arena *arena, const struct run *run)
{
	struct strbuf words = { 0 };

	vec_each(path, &run->only)
		strbuf_printf(&words, "%s%s", words.length ? "\n" : "", *path);
	return words.length ? strbuf_keep(&words, arena) : NULL;
}

static int add_run(struct recording *recording)
{
	struct run *run = recording->run;
	const struct run_change *change = run->change;
	const struct print_options options = { 0 };
	struct history_run entry = {
		.tree = run->tree_path, .version = run->tree_version, .commit = run->commit, .config = run->config,
		.arch = run->arch, .only = only_words(recording->arena, run), .tool = MNCHECK_VERSION, .callbacks = (unsigned)run->rows.count,
		.seconds = run->stats.locate + run->stats.flags + run->stats.extract + run->stats.explore,
		.violations = count_rows(run, true), .undecided = count_rows(run, false),
	};
	struct strbuf text = { 0 };

	run->change = NULL;
	printer_find("json")->print(run, &options, &text);
	run->change = change;
	int failed = history_add_run(recording->history, &entry, strbuf_text(&text), text.length, recording->error);
	strbuf_free(&text);
	recording->id = entry.id;
	return failed;
}

/* "fails-blockable=holds wrong-errno=n/a", in ARENA. */
static const char *verdict_words(struct arena *arena, const struct run *run, const struct row *row)
{
	struct strbuf words = { 0 };

	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (run->rule_enabled[rule])
			strbuf_printf(&words, "%s%s=%s", words.length ? " " : "", rules[rule]->name,
				      verdict_name(shown_verdict(run, row, (enum rule_id)rule)));
	return strbuf_keep(&words, arena);
}

static int add_rows(struct recording *recording)
{
	const struct run *run = recording->run;

	for (size_t i = 0; i < run->rows.count; i++) {
		const struct row *row = &run->rows.data[i];
		const struct row_change *change = row_change_of(&recording->comparison.changes, row);
		struct history_row entry = {
			.run = recording->id, .position = (unsigned)i, .name = row->callback, .file = row->file,
			.ops = row->ops, .kind = contracts[row->kind].name, .line = row->line,
			.verdicts = verdict_words(recording->arena, run, row),
			.callback = change && change->before ? callback_before(recording, change->before) : 0,
		};

		if (history_add_row(recording->history, &entry, recording->error))
			return -1;
		recording->callbacks[i] = entry.callback;
	}
	return 0;
}

/* The number of a finding: that of the run before, or of an earlier run, after which it was gone; 0: it is new. */
static int find_number(struct recording *recording, const struct finding *finding, struct history_finding *entry)
{
	const struct finding_change *change = finding_change_of(&recording->comparison.changes, finding);
	const char *fingerprint = rules[finding->rule]->any_way ? NULL : finding->fingerprint;

	entry->finding = change && change->earlier ? finding_before(recording, change->earlier) : 0;
	return entry->finding ? 0 : history_find_finding(recording->history, entry->callback, entry->rule, fingerprint,
							 entry->file, &entry->finding, recording->error);
}

static int add_findings(struct recording *recording)
{
	const struct run *run = recording->run;

	for (size_t i = 0; i < run->rows.count; i++) {
		const struct row *row = &run->rows.data[i];

		for (size_t j = 0; j < row->findings.count; j++) {
			const struct finding *finding = &row->findings.data[j];
			struct history_finding entry = {
				.run = recording->id, .callback = recording->callbacks[i], .row = (unsigned)i,
				.position = (unsigned)j, .rule = rules[finding->rule]->name,
				.fingerprint = finding->fingerprint, .message = finding->message, .file = row->file,
				.line = finding->line,
			};

			if (find_number(recording, finding, &entry) ||
			    history_add_finding(recording->history, &entry, recording->error))
				return -1;
		}
	}
	return 0;
}

int record_run(struct history *history, const struct run *run, unsigned keep, int64_t *id, struct error *error)
{
	struct run copy = *run;
	struct recording recording = { .history = history, .run = &copy, .error = error, .arena = arena_new() };

	copy.change = NULL;
	recording.callbacks = xcalloc(run->rows.count + 1, sizeof(*recording.callbacks));
	int failed = history_begin(history, error) || read_before(&recording) || add_run(&recording) ||
		     add_rows(&recording) || add_findings(&recording) ||
		     (keep && history_drop_runs(history, keep, error)) || history_commit(history, error) ? -1 : 0;
	*id = recording.id;
	if (failed)
		history_rollback(history);
	vec_free(&recording.rows);
	vec_free(&recording.findings);
	run_comparison_free(&recording.comparison);
	free(recording.callbacks);
	arena_free(recording.arena);
	return failed;
}

int recorded_run(struct history *history, int64_t id, struct run *run, struct error *error)
{
	size_t length = 0;
	char *name = xasprintf("run %lld", (long long)id), *text = history_text(history, id, &length, error);
	int failed = text ? result_read(text, length, name, run, error) : -1;

	free(text);
	free(name);
	return failed;
}

/* ---- triage ---- */

int triage_find(const char *name)
{
	for (int state = 0; state < TRIAGE_COUNT; state++)
		if (!strcmp(triage_name((enum triage_state)state), name))
			return state;
	return -1;
}

struct triage_source {
	struct history *history;
	struct arena *arena;
	struct error *error;
	bool failed;
};

/* The finding, by its fingerprint, or by that of the same finding before: a name may be another since. */
static int64_t number_of(struct triage_source *source, const struct finding_change *change)
{
	const char *rule = rules[change->finding->rule]->name;
	int64_t number = 0;

	if (history_find_finding(source->history, 0, rule, change->finding->fingerprint, change->row->file, &number,
				 source->error))
		source->failed = true;
	else if (!number && change->earlier &&
		 history_find_finding(source->history, 0, rule, change->earlier->fingerprint, change->row->file, &number,
				      source->error))
		source->failed = true;
	return number;
}

static const struct triage *find_triage(void *context, const struct finding_change *change)
{
	struct triage_source *source = context;
	struct history_triage said;
	bool found = false;
	int64_t number = source->failed ? 0 : number_of(source, change);

	if (!number || source->failed)
		return NULL;
	if (history_triage_of(source->history, source->arena, number, &said, &found, source->error))
		source->failed = true;
	int state = found ? triage_find(said.state) : -1;

	if (state <= TRIAGE_NONE)
		return NULL;
	struct triage *triage = arena_alloc(source->arena, sizeof(*triage));

	*triage = (struct triage){
		.state = (enum triage_state)state, .link = said.link ? said.link : "", .note = said.note ? said.note : "",
		.who = said.who ? said.who : "", .when = said.time,
	};
	return triage;
}

int triage_from_history(struct history *history, struct changes *changes, struct error *error)
{
	struct triage_source source = { history, changes->after->arena, error, false };

	apply_triage(changes, find_triage, &source);
	return source.failed ? -1 : 0;
}
