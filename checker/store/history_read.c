// SPDX-License-Identifier: GPL-2.0-only
/* The questions that a history answers. */
#include "store/history_internal.h"

#include <errno.h>
#include <string.h>

#include "base/str.h"

/* ---- single runs ---- */

/* Reads "last" or "last~N" into *BACK, the number of runs before the last. */
static bool is_last(const char *name, unsigned long *back)
{
	char *end;

	*back = 0;
	if (!strcmp(name, "last"))
		return true;
	if (!starts_with(name, "last~") || name[5] < '0' || name[5] > '9')
		return false;
	errno = 0;
	*back = strtoul(name + 5, &end, 10);
	return !*end && !errno && *back < 1000000;
}

int history_find_run(struct history *history, const char *name, int64_t *id, struct error *error)
{
	unsigned long back;
	bool last = is_last(name, &back);
	struct history_query query = query_open(history, last ?
		"SELECT id FROM run ORDER BY id DESC LIMIT 1 OFFSET ?" : "SELECT id FROM run WHERE CAST(id AS TEXT) = ?");

	if (last)
		query_number(&query, (int64_t)back);
	else
		query_text(&query, name);
	*id = query_next(&query) ? query_column_number(&query, 0) : 0;
	if (query_close(&query, error))
		return -1;
	return *id ? 0 : error_set(error, ERROR_USAGE, "%s: no file, and no run that %s has (see mncheck history)", name,
				   history->path);
}

int history_previous_run(struct history *history, const char *tree, int64_t *id, struct error *error)
{
	struct history_query query = query_open(history, "SELECT id FROM run ORDER BY (tree IS ?) DESC,"
						" (only IS NULL) DESC, id DESC LIMIT 1");

	query_text(&query, tree);
	*id = query_next(&query) ? query_column_number(&query, 0) : 0;
	return query_close(&query, error);
}

char *history_text(struct history *history, int64_t run, size_t *length, struct error *error)
{
	struct history_query query = query_open(history, "SELECT text FROM run_text WHERE run = ?");
	char *text = NULL;

	query_number(&query, run);
	if (query_next(&query)) {
		const void *data = sqlite3_column_blob(query.statement, 0);

		*length = (size_t)sqlite3_column_bytes(query.statement, 0);
		text = xmalloc(*length + 1);
		if (*length)
			memcpy(text, data, *length);
		text[*length] = '\0';
	}
	if (query_close(&query, error)) {
		free(text);
		return NULL;
	}
	if (!text)
		error_set(error, ERROR_USAGE, "%s: has no run %lld (see mncheck history)", history->path, (long long)run);
	return text;
}

/* ---- lists ---- */

int history_list_runs(struct history *history, struct arena *arena, const char *tree, struct history_runs *runs,
		      struct error *error)
{
	struct history_query query = query_open(history, "SELECT id, time, tree, version, revision, config, arch, tool,"
						" callbacks, violations, undecided, seconds, only FROM run"
						" WHERE ?1 IS NULL OR tree = ?1 ORDER BY id");

	query_text(&query, tree);
	while (query_next(&query))
		vec_push(runs, (struct history_run){
			.id = query_column_number(&query, 0), .time = query_column(&query, arena, 1),
			.tree = query_column(&query, arena, 2), .version = query_column(&query, arena, 3),
			.commit = query_column(&query, arena, 4), .config = query_column(&query, arena, 5),
			.arch = query_column(&query, arena, 6), .tool = query_column(&query, arena, 7),
			.callbacks = (unsigned)query_column_number(&query, 8),
			.violations = (unsigned)query_column_number(&query, 9),
			.undecided = (unsigned)query_column_number(&query, 10),
			.seconds = sqlite3_column_double(query.statement, 11),
			.only = query_column(&query, arena, 12),
		});
	return query_close(&query, error);
}

int history_list_rows(struct history *history, struct arena *arena, int64_t run, const char *tree,
		      struct history_rows *rows, struct error *error)
{
	struct history_query query = query_open(history, run ?
		"SELECT run, callback, position, name, file, ops, kind, line, verdicts FROM row WHERE run = ?"
		" ORDER BY position" :
		"SELECT run, callback, position, name, file, ops, kind, line, verdicts FROM row"
		" WHERE ?1 IS NULL OR run IN (SELECT id FROM run WHERE tree = ?1) ORDER BY callback, run, position");

	if (run)
		query_number(&query, run);
	else
		query_text(&query, tree);
	while (query_next(&query))
		vec_push(rows, (struct history_row){
			.run = query_column_number(&query, 0), .callback = query_column_number(&query, 1),
			.position = (unsigned)query_column_number(&query, 2),
			.name = query_column(&query, arena, 3), .file = query_column(&query, arena, 4),
			.ops = query_column(&query, arena, 5), .kind = query_column(&query, arena, 6),
			.line = (unsigned)query_column_number(&query, 7), .verdicts = query_column(&query, arena, 8),
		});
	return query_close(&query, error);
}

int history_list_findings(struct history *history, struct arena *arena, int64_t run,
			  struct history_findings *findings, struct error *error)
{
	struct history_query query = query_open(history, run ?
		"SELECT run, finding, callback, row, position, rule, fingerprint, message, file, line FROM seen"
		" WHERE run = ? ORDER BY row, position" :
		"SELECT max(run), finding, callback, row, position, rule, fingerprint, message, file, line FROM seen"
		" GROUP BY finding ORDER BY finding");

	if (run)
		query_number(&query, run);
	while (query_next(&query))
		vec_push(findings, (struct history_finding){
			.run = query_column_number(&query, 0), .finding = query_column_number(&query, 1),
			.callback = query_column_number(&query, 2), .row = (unsigned)query_column_number(&query, 3),
			.position = (unsigned)query_column_number(&query, 4),
			.rule = query_column(&query, arena, 5), .fingerprint = query_column(&query, arena, 6),
			.message = query_column(&query, arena, 7), .file = query_column(&query, arena, 8),
			.line = (unsigned)query_column_number(&query, 9),
		});
	return query_close(&query, error);
}

int history_find_finding(struct history *history, int64_t callback, const char *rule, const char *fingerprint,
			 const char *file, int64_t *finding, struct error *error)
{
	struct history_query query = query_open(history, callback ?
		"SELECT finding FROM seen WHERE callback = ? AND rule = ? AND (?3 IS NULL OR fingerprint = ?3)"
		" ORDER BY (file IS ?4) DESC, run DESC LIMIT 1" :
		"SELECT finding FROM seen WHERE ?1 = 0 AND rule = ?2 AND fingerprint = ?3"
		" ORDER BY (file IS ?4) DESC, run DESC LIMIT 1");

	query_number(&query, callback);
	query_text(&query, rule);
	query_text(&query, fingerprint);
	query_text(&query, file);
	*finding = query_next(&query) ? query_column_number(&query, 0) : 0;
	return query_close(&query, error);
}

int history_triage_of(struct history *history, struct arena *arena, int64_t finding, struct history_triage *triage,
		      bool *found, struct error *error)
{
	struct history_query query = query_open(history, "SELECT state, link, note, who, time FROM triage"
						" WHERE finding = ? ORDER BY id DESC LIMIT 1");

	query_number(&query, finding);
	*found = query_next(&query);
	if (*found)
		*triage = (struct history_triage){
			.finding = finding, .state = query_column(&query, arena, 0),
			.link = query_column(&query, arena, 1), .note = query_column(&query, arena, 2),
			.who = query_column(&query, arena, 3), .time = query_column(&query, arena, 4),
		};
	return query_close(&query, error);
}
