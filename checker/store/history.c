// SPDX-License-Identifier: GPL-2.0-only
/* Opens the history and writes to it; history_read.c reads. */
#include "store/history_internal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

/* "mnhi" in the file's header: a file with another id is not ours. */
#define HISTORY_APPLICATION_ID 0x6d6e6869
#define HISTORY_VERSION 2
/* Longer than any transaction: one compares two runs and writes a few hundred rows. */
#define HISTORY_BUSY_MILLISECONDS 60000

/*
 * The texts are in a table of their own, since no other question reads them. A rollback journal, and not a log:
 * it works on every file system, and leaves one file that can be copied.
 */
static const char tables[] =
	"CREATE TABLE run(id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, tree TEXT, version TEXT, revision TEXT,"
	" config TEXT, arch TEXT, tool TEXT, seconds REAL, callbacks INTEGER, violations INTEGER, undecided INTEGER,"
	" only TEXT);"
	"CREATE INDEX run_tree ON run(tree);"
	"CREATE TABLE run_text(run INTEGER PRIMARY KEY, text BLOB);"
	"CREATE TABLE callback(id INTEGER PRIMARY KEY AUTOINCREMENT, first_run INTEGER);"
	"CREATE TABLE row(run INTEGER, position INTEGER, callback INTEGER, name TEXT, file TEXT, line INTEGER,"
	" ops TEXT, kind TEXT, verdicts TEXT, PRIMARY KEY(run, position)) WITHOUT ROWID;"
	"CREATE INDEX row_callback ON row(callback, run);"
	"CREATE TABLE finding(id INTEGER PRIMARY KEY AUTOINCREMENT, callback INTEGER, rule TEXT, first_run INTEGER);"
	"CREATE TABLE seen(run INTEGER, row INTEGER, position INTEGER, finding INTEGER, callback INTEGER, rule TEXT,"
	" fingerprint TEXT, message TEXT, file TEXT, line INTEGER, PRIMARY KEY(run, row, position)) WITHOUT ROWID;"
	"CREATE INDEX seen_fingerprint ON seen(fingerprint);"
	"CREATE INDEX seen_callback ON seen(callback, rule);"
	"CREATE INDEX seen_finding ON seen(finding, run);"
	"CREATE TABLE triage(id INTEGER PRIMARY KEY AUTOINCREMENT, finding INTEGER, time TEXT, state TEXT, link TEXT,"
	" note TEXT, who TEXT);"
	"CREATE INDEX triage_finding ON triage(finding);";

/* From version 1, which did not tell that a run was restricted. */
static const char renewal[] =
	"ALTER TABLE run ADD COLUMN only TEXT;"
	"PRAGMA user_version = 2;";

/* ---- statements ---- */

int history_error(const struct history *history, int result, struct error *error)
{
	const char *why = sqlite3_errstr(result);

	if (result == SQLITE_NOTADB || result == SQLITE_CORRUPT)
		return error_set(error, ERROR_ENVIRONMENT, "%s: %s: no history of mncheck, or a damaged one; it is left as it is",
				 history->path, why);
	return error_set(error, ERROR_ENVIRONMENT, "%s: %s", history->path, why);
}

struct history_query query_open(struct history *history, const char *sql)
{
	struct history_query query = { .history = history };

	query.result = sqlite3_prepare_v2(history->db, sql, -1, &query.statement, NULL);
	return query;
}

static bool may_bind(struct history_query *query)
{
	return query->result == SQLITE_OK && query->statement;
}

void query_text(struct history_query *query, const char *text)
{
	if (may_bind(query))
		query->result = sqlite3_bind_text(query->statement, ++query->bound, text, -1, SQLITE_TRANSIENT);
}

void query_number(struct history_query *query, int64_t number)
{
	if (may_bind(query))
		query->result = sqlite3_bind_int64(query->statement, ++query->bound, number);
}

void query_real(struct history_query *query, double number)
{
	if (may_bind(query))
		query->result = sqlite3_bind_double(query->statement, ++query->bound, number);
}

void query_blob(struct history_query *query, const char *data, size_t length)
{
	if (may_bind(query))
		query->result = sqlite3_bind_blob64(query->statement, ++query->bound, data, length, SQLITE_TRANSIENT);
}

bool query_next(struct history_query *query)
{
	if (!query->statement || (query->result != SQLITE_OK && query->result != SQLITE_ROW))
		return false;
	query->result = sqlite3_step(query->statement);
	return query->result == SQLITE_ROW;
}

const char *query_column(struct history_query *query, struct arena *arena, int column)
{
	const char *text = (const char *)sqlite3_column_text(query->statement, column);

	return text ? arena_strdup(arena, text) : NULL;
}

int64_t query_column_number(struct history_query *query, int column)
{
	return sqlite3_column_int64(query->statement, column);
}

int query_close(struct history_query *query, struct error *error)
{
	int result = query->result;

	sqlite3_finalize(query->statement);
	query->statement = NULL;
	if (result == SQLITE_OK || result == SQLITE_ROW || result == SQLITE_DONE)
		return 0;
	return history_error(query->history, result, error);
}

int query_run(struct history_query *query, struct error *error)
{
	while (query_next(query))
		;
	return query_close(query, error);
}

static int run_sql(struct history *history, const char *sql, struct error *error)
{
	int result = sqlite3_exec(history->db, sql, NULL, NULL, NULL);

	return result == SQLITE_OK ? 0 : history_error(history, result, error);
}

/* ---- opening ---- */

char *history_default_path(void)
{
	const char *own = getenv("MNCHECK_HISTORY"), *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (own && *own)
		return xstrdup(own);
	if (state && *state == '/')
		return xasprintf("%s/mncheck/history.sqlite", state);
	return xasprintf("%s/.local/state/mncheck/history.sqlite", home && *home ? home : "");
}

static int64_t read_number(struct history *history, const char *sql, struct error *error)
{
	struct history_query query = query_open(history, sql);
	int64_t number = query_next(&query) ? query_column_number(&query, 0) : 0;

	return query_close(&query, error) ? -1 : number;
}

/* Makes the tables in an empty file; two processes may try that at once. */
static int make_tables(struct history *history, struct error *error)
{
	char *stamp = xasprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;",
				HISTORY_APPLICATION_ID, HISTORY_VERSION);
	int failed = history_begin(history, error);

	if (!failed && !read_number(history, "PRAGMA application_id", error))
		failed = run_sql(history, tables, error) || run_sql(history, stamp, error) ? -1 : 0;
	if (!failed)
		failed = history_commit(history, error);
	free(stamp);
	return failed;
}

/* Another process may have done it meanwhile. */
static int renew_tables(struct history *history, struct error *error)
{
	int failed = history_begin(history, error);

	if (!failed && read_number(history, "PRAGMA user_version", error) == 1)
		failed = run_sql(history, renewal, error);
	if (!failed)
		failed = history_commit(history, error);
	return failed;
}

static int check_tables(struct history *history, bool make, bool writes, struct error *error)
{
	int64_t id = read_number(history, "PRAGMA application_id", error);
	int64_t number = id < 0 ? -1 : read_number(history, "SELECT count(*) FROM sqlite_master", error);

	if (number < 0)
		return -1;
	if (!id && !number && make)
		return make_tables(history, error);
	if (id != HISTORY_APPLICATION_ID)
		return history_error(history, SQLITE_NOTADB, error);
	int64_t version = read_number(history, "PRAGMA user_version", error);

	if (version == 1 && writes)
		return renew_tables(history, error);
	if (version != HISTORY_VERSION)
		return error_set(error, ERROR_ENVIRONMENT, "%s: a history of version %lld, and this mncheck reads version %d",
				 history->path, (long long)version, HISTORY_VERSION);
	return 0;
}

static int make_directory_of(const char *path, struct error *error)
{
	struct arena *arena = arena_new();
	int failed = make_directories(path_dir(arena, path), error);

	arena_free(arena);
	return failed;
}

struct history *history_open(const char *path, bool make, struct error *error)
{
	if (make ? make_directory_of(path, error) : access(path, R_OK)) {
		if (!make)
			error_set(error, ERROR_ENVIRONMENT, "%s: %s: runs are recorded by mncheck scan --record", path,
				  strerror(errno));
		return NULL;
	}
	struct history *history = xcalloc(1, sizeof(*history));
	bool writes = make || !access(path, W_OK);

	history->path = xstrdup(path);
	int result = sqlite3_open_v2(path, &history->db, (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
				     (make ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOMUTEX, NULL);
	if (result == SQLITE_OK) {
		sqlite3_busy_timeout(history->db, HISTORY_BUSY_MILLISECONDS);
		if (!check_tables(history, make, writes, error) &&
		    !run_sql(history, "PRAGMA synchronous = EXTRA;", error))
			return history;
	} else {
		history_error(history, result, error);
	}
	history_close(history);
	return NULL;
}

void history_close(struct history *history)
{
	if (!history)
		return;
	sqlite3_close(history->db);
	free(history->path);
	free(history);
}

/* ---- writing ---- */

int history_begin(struct history *history, struct error *error)
{
	return run_sql(history, "BEGIN IMMEDIATE", error);
}

int history_commit(struct history *history, struct error *error)
{
	return run_sql(history, "COMMIT", error);
}

void history_rollback(struct history *history)
{
	if (!sqlite3_get_autocommit(history->db))
		(void)sqlite3_exec(history->db, "ROLLBACK", NULL, NULL, NULL);
}

int history_add_run(struct history *history, struct history_run *run, const char *text, size_t length,
		    struct error *error)
{
	struct history_query query = query_open(history, "INSERT INTO run(time, tree, version, revision, config, arch, tool,"
						" only, seconds, callbacks, violations, undecided)"
						" VALUES(datetime('now'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	const char *texts[] = { run->tree, run->version, run->commit, run->config, run->arch, run->tool, run->only };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		query_text(&query, texts[i]);
	query_real(&query, run->seconds);
	query_number(&query, run->callbacks);
	query_number(&query, run->violations);
	query_number(&query, run->undecided);
	if (query_run(&query, error))
		return -1;
	run->id = sqlite3_last_insert_rowid(history->db);
	query = query_open(history, "INSERT INTO run_text(run, text) VALUES(?, ?)");
	query_number(&query, run->id);
	query_blob(&query, text, length);
	return query_run(&query, error);
}

/* Makes a number in TABLE, whose columns are COLUMNS. */
static int make_number(struct history *history, const char *sql, int64_t run, int64_t callback, const char *rule,
		       int64_t *id, struct error *error)
{
	struct history_query query = query_open(history, sql);

	query_number(&query, run);
	if (rule) {
		query_number(&query, callback);
		query_text(&query, rule);
	}
	if (query_run(&query, error))
		return -1;
	*id = sqlite3_last_insert_rowid(history->db);
	return 0;
}

int history_add_row(struct history *history, struct history_row *row, struct error *error)
{
	if (!row->callback && make_number(history, "INSERT INTO callback(first_run) VALUES(?)", row->run, 0, NULL,
					  &row->callback, error))
		return -1;
	struct history_query query = query_open(history, "INSERT INTO row(name, file, ops, kind, verdicts, run, position,"
						" callback, line) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
	const char *texts[] = { row->name, row->file, row->ops, row->kind, row->verdicts };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		query_text(&query, texts[i]);
	query_number(&query, row->run);
	query_number(&query, row->position);
	query_number(&query, row->callback);
	query_number(&query, row->line);
	return query_run(&query, error);
}

int history_add_finding(struct history *history, struct history_finding *finding, struct error *error)
{
	if (!finding->finding && make_number(history, "INSERT INTO finding(first_run, callback, rule) VALUES(?, ?, ?)",
					     finding->run, finding->callback, finding->rule, &finding->finding, error))
		return -1;
	struct history_query query = query_open(history, "INSERT INTO seen(rule, fingerprint, message, file, run, row,"
						" position, finding, callback, line) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	const char *texts[] = { finding->rule, finding->fingerprint, finding->message, finding->file };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		query_text(&query, texts[i]);
	query_number(&query, finding->run);
	query_number(&query, finding->row);
	query_number(&query, finding->position);
	query_number(&query, finding->finding);
	query_number(&query, finding->callback);
	query_number(&query, finding->line);
	return query_run(&query, error);
}

int history_add_triage(struct history *history, const struct history_triage *triage, struct error *error)
{
	struct history_query query = query_open(history, "INSERT INTO triage(finding, time, state, link, note, who)"
						" VALUES(?, datetime('now'), ?, ?, ?, ?)");

	query_number(&query, triage->finding);
	query_text(&query, triage->state);
	query_text(&query, triage->link);
	query_text(&query, triage->note);
	query_text(&query, triage->who);
	return query_run(&query, error);
}

/* The number of findings stays in `seen` by their newest run, which is never dropped before the run is. */
int history_drop_runs(struct history *history, unsigned keep, struct error *error)
{
	static const char *const deletes[] = {
		"DELETE FROM run_text WHERE run NOT IN (SELECT id FROM run)",
		"DELETE FROM row WHERE run NOT IN (SELECT id FROM run)",
		"DELETE FROM seen WHERE run NOT IN (SELECT id FROM run) AND run <"
		" (SELECT max(run) FROM seen later WHERE later.finding = seen.finding)",
	};
	struct history_query query = query_open(history, "DELETE FROM run WHERE (SELECT count(*) FROM run newer"
						" WHERE newer.tree IS run.tree AND newer.id > run.id) >= ?");

	query_number(&query, keep);
	int failed = query_run(&query, error);

	for (size_t i = 0; i < sizeof(deletes) / sizeof(*deletes) && !failed; i++)
		failed = run_sql(history, deletes[i], error);
	return failed;
}
