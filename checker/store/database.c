// SPDX-License-Identifier: GPL-2.0-only
/* Opens, makes and closes the database; puts a foreign or broken one aside. */
#include "store/database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"

#define BUSY_MILLISECONDS 5000

static const char *const statement_sql[STORE_STATEMENT_COUNT] = {
#define X(name, sql) sql,
	STORE_STATEMENTS(X)
#undef X
};

/* Large pages, since nearly all bytes are in texts of hundreds of kilobytes. */
static const char schema[] =
	"PRAGMA page_size = 16384;"
	"PRAGMA auto_vacuum = INCREMENTAL;"
	"BEGIN IMMEDIATE;"
	"DROP TABLE IF EXISTS file;"
	"DROP TABLE IF EXISTS shape;"
	"DROP TABLE IF EXISTS unit;"
	"DROP TABLE IF EXISTS blob;"
	"CREATE TABLE file(path TEXT PRIMARY KEY, size, mtime, ctime, inode, checked, hash)"
	" WITHOUT ROWID;"
	"CREATE TABLE shape(hash INTEGER PRIMARY KEY, shape, lines);"
	"CREATE TABLE unit(key TEXT, state, used, deps, hash, text, PRIMARY KEY(key, state));"
	"CREATE TABLE blob(kind TEXT, key TEXT, used, hash, data, PRIMARY KEY(kind, key));"
	"COMMIT;";

/*
 * The cache must survive the death of a process, for which the write-ahead log suffices
 * without any fsync. It may be lost in a power failure: it is then found to be corrupt.
 */
static const char session[] =
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = OFF;"
	"PRAGMA cache_size = -16384;";

void store_notice(struct store *store, const char *format, ...)
{
	va_list args;

	if (store->told || !store->progress)
		return;
	store->told = true;
	struct arena *arena = arena_new();
	va_start(args, format);
	char *text = arena_vprintf(arena, format, args);
	va_end(args);
	store->progress->notice(store->progress, text);
	arena_free(arena);
}

int64_t store_now(void)
{
	return (int64_t)time(NULL);
}

void store_close_database(struct store *store)
{
	for (int i = 0; i < STORE_STATEMENT_COUNT; i++) {
		sqlite3_finalize(store->statements[i]);
		store->statements[i] = NULL;
	}
	sqlite3_close(store->db);
	store->db = NULL;
}

void store_work_without(struct store *store, const char *why)
{
	store_notice(store, "%s: %s; going on without a cache", store->directory, why);
	store_close_database(store);
}

static int read_pragma(sqlite3 *db, const char *sql, int64_t *value)
{
	sqlite3_stmt *statement = NULL;
	int result = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(statement);
	*value = result == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_finalize(statement);
	return result == SQLITE_ROW ? SQLITE_OK : result;
}

static int make_schema(sqlite3 *db)
{
	char *stamp = xasprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;",
				STORE_APPLICATION_ID, STORE_VERSION);
	int result = sqlite3_exec(db, schema, NULL, NULL, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_exec(db, stamp, NULL, NULL, NULL);
	free(stamp);
	return result;
}

/* Opens the file; makes the tables in a new or outdated one. SQLITE_NOTADB: it is not our file. */
static int open_database(struct store *store)
{
	int64_t application = 0, version = 0, tables = 0;
	int result = sqlite3_open_v2(store->path, &store->db,
				     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
				     SQLITE_OPEN_NOMUTEX, NULL);

	if (result != SQLITE_OK)
		return result;
	sqlite3_extended_result_codes(store->db, 0);
	sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
	result = read_pragma(store->db, "PRAGMA application_id", &application);
	if (result == SQLITE_OK)
		result = read_pragma(store->db, "PRAGMA user_version", &version);
	if (result == SQLITE_OK)
		result = read_pragma(store->db, "SELECT count(*) FROM sqlite_master", &tables);
	if (result != SQLITE_OK)
		return result;
	if (application != STORE_APPLICATION_ID && (application || version || tables))
		return SQLITE_NOTADB;
	if (application != STORE_APPLICATION_ID || version != STORE_VERSION)
		result = make_schema(store->db);
	if (result == SQLITE_OK)
		result = sqlite3_exec(store->db, session, NULL, NULL, NULL);
	return result;
}

static bool is_corrupt(int result)
{
	return (result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB;
}

/* Renames the database and deletes its log and index, which would not fit a new one. */
static int put_aside(struct store *store)
{
	char *aside = xasprintf("%s.corrupt", store->path);
	int result = rename(store->path, aside);

	free(aside);
	for (int i = 0; i < 2; i++) {
		char *extra = xasprintf("%s%s", store->path, i ? "-shm" : "-wal");

		(void)unlink(extra);
		free(extra);
	}
	return result;
}

/*
 * Two processes may find the same file broken. With the lock on the directory one of them
 * puts it aside, and the other opens the new one.
 */
void store_open_or_rebuild(struct store *store)
{
	int lock = open(store->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result;

	if (lock >= 0)
		(void)flock(lock, LOCK_EX);
	result = open_database(store);
	if (is_corrupt(result) && !store->rebuilt) {
		store->rebuilt = true;
		store_close_database(store);
		if (!put_aside(store)) {
			store_notice(store, "%s: not a usable cache, put aside as %s.corrupt and made anew",
				     store->path, path_base(store->path));
			result = open_database(store);
		}
	}
	if (result != SQLITE_OK)
		store_work_without(store, sqlite3_errstr(result));
	if (lock >= 0)
		close(lock);
}

sqlite3_stmt *store_statement(struct store *store, enum store_statement which)
{
	if (!store->db)
		return NULL;
	if (!store->statements[which]) {
		int result = sqlite3_prepare_v3(store->db, statement_sql[which], -1,
						SQLITE_PREPARE_PERSISTENT,
						&store->statements[which], NULL);

		if (result != SQLITE_OK) {
			(void)store_finish(store, NULL, result);
			return NULL;
		}
	}
	return store->statements[which];
}

bool store_finish(struct store *store, sqlite3_stmt *statement, int result)
{
	if (statement) {
		sqlite3_reset(statement);
		sqlite3_clear_bindings(statement);
	}
	if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW)
		return true;
	/*
	 * Our SQL is correct, so an error in preparing it means that the file lacks a table: it is
	 * corrupt.
	 */
	if (is_corrupt(result) || (!statement && result == SQLITE_ERROR)) {
		store_close_database(store);
		if (!store->rebuilt && !put_aside(store)) {
			store->rebuilt = true;
			store_notice(store, "%s: corrupt, put aside as %s.corrupt and made anew",
				     store->path, path_base(store->path));
			store_open_or_rebuild(store);
		}
	} else if (result == SQLITE_FULL || result == SQLITE_IOERR || result == SQLITE_READONLY) {
		store_notice(store, "%s: %s; results are not remembered",
			     store->path, sqlite3_errstr(result));
		store->readable_only = true;
	}
	return false;
}

bool store_run(struct store *store, enum store_statement which)
{
	sqlite3_stmt *statement;

	if (store->readable_only && which == STORE_BEGIN)
		return false;
	statement = store_statement(store, which);
	return statement && store_finish(store, statement, sqlite3_step(statement));
}

void store_end(struct store *store, bool keep)
{
	if (keep && store_run(store, STORE_COMMIT))
		return;
	/* After some failures SQLite has rolled back itself; in a new file there is no transaction. */
	if (store->db && !sqlite3_get_autocommit(store->db))
		(void)store_run(store, STORE_ROLLBACK);
}
