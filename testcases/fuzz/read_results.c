// SPDX-License-Identifier: GPL-2.0-only
/* Results that others wrote: baselines, parts, and the history. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/merge_parts.h"
#include "base/files.h"
#include "diff/compare_runs.h"
#include "diff/record.h"
#include "report/report.h"
#include "report/result_read.h"

static const char *const triage_states[] = { "confirmed", "false", "wont-fix", "reported", "fixed-by", "none" };

static void print_all(struct run *run)
{
	static const struct print_options options = { .source_url = "https://x/{file}#{line}" };

	for (size_t i = 0; i < nprinters; i++) {
		struct strbuf out = { 0 };

		printers[i].print(run, &options, &out);
		strbuf_free(&out);
	}
}

/* What was read and printed as JSON must be read again, and print the same text. */
static void check_round_trip(const struct run *run)
{
	static const struct print_options plain;
	struct strbuf first = { 0 }, second = { 0 };
	struct run again = { 0 };
	struct error error = { 0 };

	printer_find("json")->print(run, &plain, &first);
	if (result_read(strbuf_text(&first), first.length, "again", &again, &error))
		abort();
	printer_find("json")->print(&again, &plain, &second);
	if (strcmp(strbuf_text(&first), strbuf_text(&second)))
		abort();
	run_free(&again);
	strbuf_free(&first);
	strbuf_free(&second);
}

static void compare_with_itself(const char *text, size_t length, struct run *run)
{
	struct run_comparison comparison = { 0 };
	struct error error = { 0 };

	if (!result_read(text, length, "before", &comparison.before, &error)) {
		compare_runs(&comparison, run, "before", "after");
		print_all(run);
	}
	run_comparison_free(&comparison);
	run->change = NULL;
	error_clear(&error);
}

static void merge_with_itself(const char *text, size_t length)
{
	static const char *const names[] = { "one", "two" };
	struct run parts[2] = { 0 }, whole = { 0 };
	struct error error = { 0 };

	if (!result_read(text, length, "one", &parts[0], &error) && !result_read(text, length, "two", &parts[1], &error))
		(void)merge_parts(&whole, parts, names, 2, &error);
	run_free(&whole);
	run_free(&parts[0]);
	run_free(&parts[1]);
	error_clear(&error);
}

void read_baseline(const char *text, size_t length)
{
	struct error error = { 0 };
	struct run run = { 0 };

	if (!result_read(text, length, "baseline", &run, &error)) {
		print_all(&run);
		check_round_trip(&run);
		compare_with_itself(text, length, &run);
		merge_with_itself(text, length);
	}
	run_free(&run);
	error_clear(&error);
}

static void list_history(struct history *history)
{
	struct arena *arena = arena_new();
	struct history_runs runs = { 0 };
	struct history_rows rows = { 0 };
	struct history_findings findings = { 0 };
	struct history_triage triage;
	struct error error = { 0 };
	bool found;

	(void)history_list_runs(history, arena, NULL, &runs, &error);
	(void)history_list_rows(history, arena, 0, NULL, &rows, &error);
	(void)history_list_findings(history, arena, 0, &findings, &error);
	vec_each(finding, &findings)
		(void)history_triage_of(history, arena, finding->finding, &triage, &found, &error);
	vec_each(entry, &runs) {
		struct run run = { 0 };
		struct error its = { 0 };

		if (!recorded_run(history, entry->id, &run, &its))
			print_all(&run);
		run_free(&run);
		error_clear(&its);
	}
	vec_free(&runs);
	vec_free(&rows);
	vec_free(&findings);
	arena_free(arena);
	error_clear(&error);
}

/* A result that is recorded twice, with triage between. */
void read_recorded(const char *text, size_t length)
{
	char *path = xasprintf("%s/recorded.sqlite", top);
	struct error error = { 0 };
	struct run run = { 0 };
	int64_t id;

	(void)unlink(path);
	if (!result_read(text, length, "result", &run, &error)) {
		struct history *history = history_open(path, true, &error);
		struct history_triage said = {
			.finding = 1, .state = triage_states[length % (sizeof(triage_states) / sizeof(*triage_states))], .link = text, .note = text,
		};

		if (history && (record_run(history, &run, 3, &id, &error) || history_begin(history, &error) ||
				history_add_triage(history, &said, &error) || history_commit(history, &error) ||
				record_run(history, &run, 1, &id, &error)))
			error_clear(&error);
		if (history)
			list_history(history);
		history_close(history);
	}
	run_free(&run);
	error_clear(&error);
	free(path);
}

/* A history file of any bytes. */
void read_history(const char *text, size_t length)
{
	char *path = xasprintf("%s/history.sqlite", top);
	struct error error = { 0 };

	if (write_file(path, text, length, &error))
		abort();
	struct history *history = history_open(path, false, &error);

	if (history)
		list_history(history);
	history_close(history);
	error_clear(&error);
	(void)unlink(path);
	free(path);
}
