/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to store/: the database handle that its parts share. Every use of SQLite
 * begins with store_statement() and ends with store_finish(), which decides what a
 * failure means for the cache.
 */
#ifndef MNCHECK_STORE_DATABASE_H
#define MNCHECK_STORE_DATABASE_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/source_hash.h"
#include "store/store.h"

/* "mnck" in the database's header: a file with another id is not ours. */
#define STORE_APPLICATION_ID 0x6d6e636b
/* Raise it with each change of the tables: a file of another version is made anew. */
#define STORE_VERSION 4
/*
 * How old the recorded time of use of a row must be before a use updates it. An update
 * writes the whole row, and reads should cause few writes.
 */
#define STORE_USED_SECONDS 86400

/* How many units are kept under one key, each made from another state of its files. */
#define STORE_STATES 4

/* Columns: enum suffix, SQL. Each is prepared when first used. */
#define STORE_STATEMENTS(X)                                                    \
	X(BEGIN, "BEGIN IMMEDIATE")                                            \
	X(COMMIT, "COMMIT")                                                    \
	X(ROLLBACK, "ROLLBACK")                                                \
	X(FILE_GET, "SELECT size, mtime, ctime, inode, checked, hash "         \
		    "FROM file WHERE path = ?1")                               \
	X(FILE_PUT, "REPLACE INTO file(path, size, mtime, ctime, inode, checked, hash) " \
		    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")                      \
	X(SHAPE_GET, "SELECT shape, lines FROM shape WHERE hash = ?1")         \
	X(SHAPE_PUT, "INSERT OR IGNORE INTO shape(hash, shape, lines) VALUES(?1, ?2, ?3)") \
	X(UNIT_GET, "SELECT deps, rowid FROM unit WHERE key = ?1 ORDER BY rowid DESC") \
	X(UNIT_TEXT, "SELECT text, hash, used FROM unit WHERE rowid = ?1")     \
	X(UNIT_PUT, "REPLACE INTO unit(key, state, deps, text, hash, used) "   \
		    "VALUES(?1, ?2, ?3, ?4, ?5, ?6)")                          \
	X(UNIT_THIN, "DELETE FROM unit WHERE key = ?1 AND rowid NOT IN "       \
		     "(SELECT rowid FROM unit WHERE key = ?1 ORDER BY rowid DESC LIMIT ?2)") \
	X(UNIT_USED, "UPDATE unit SET used = ?2 WHERE rowid = ?1")             \
	X(BLOB_GET, "SELECT data, hash, used FROM blob WHERE kind = ?1 AND key = ?2") \
	X(BLOB_PUT, "REPLACE INTO blob(kind, key, data, hash, used) "          \
		    "VALUES(?1, ?2, ?3, ?4, ?5)")                              \
	X(BLOB_USED, "UPDATE blob SET used = ?3 WHERE kind = ?1 AND key = ?2") \
	X(PAGES, "SELECT page_count - freelist_count, page_size "              \
		 "FROM pragma_page_count, pragma_freelist_count, pragma_page_size") \
	X(OLDEST, "SELECT 0, rowid, used, length(text) + length(deps) FROM unit " \
		  "UNION ALL SELECT 1, rowid, used, length(data) FROM blob "   \
		  "ORDER BY 3, 1, 2")                                          \
	X(UNIT_DROP, "DELETE FROM unit WHERE rowid = ?1")                      \
	X(BLOB_DROP, "DELETE FROM blob WHERE rowid = ?1")

enum store_statement {
#define X(name, sql) STORE_##name,
	STORE_STATEMENTS(X)
#undef X
	STORE_STATEMENT_COUNT
};

struct store {
	sqlite3 *db;		/* NULL: there is no cache, nothing is kept */
	sqlite3_stmt *statements[STORE_STATEMENT_COUNT];
	char *directory;
	char *path;		/* of the database */
	struct progress *progress;	/* may be NULL */
	bool told;		/* the one notice was given */
	bool rebuilt;		/* a corrupt file was put aside in this run */
	bool readable_only;	/* the disk is full: reads go on, writes do not */
	struct blob_cache blobs;	/* returned by store_blobs() */
	struct arena *arena;	/* owns the file states and their paths */
	struct strmap files;	/* path -> struct file_state (files.c) */
	bool files_dirty;	/* some state is not in the database yet */
	struct intmap shapes;	/* hash -> struct source_shape, in the arena; of texts read in this run */
};

/* Opens the database of STORE; a corrupt or foreign file is put aside, and made anew. */
void store_open_or_rebuild(struct store *store);
/* Goes on without a cache, and says WHY. */
void store_work_without(struct store *store, const char *why);
void store_close_database(struct store *store);

/* Returns the statement, reset and ready to be bound; NULL when there is no usable database. */
sqlite3_stmt *store_statement(struct store *store, enum store_statement which);

/*
 * Call it with the last RESULT of each STATEMENT. It resets the statement and returns
 * whether the result means success. On failure:
 *
 *	corrupt database	puts it aside and makes a new one
 *	full or failing disk	stops writing, goes on reading
 *	busy database		does nothing: this one use fails
 */
bool store_finish(struct store *store, sqlite3_stmt *statement, int result);

/* Runs a statement without parameters and rows. Returns whether it succeeded. */
bool store_run(struct store *store, enum store_statement which);

/* Commits (KEEP) or rolls back the transaction that STORE_BEGIN began. */
void store_end(struct store *store, bool keep);

/* Tells the user through `progress`; only the first notice of a store is shown. */
void store_notice(struct store *store, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Seconds since 1970, for the columns `used`. */
int64_t store_now(void);

/* ---- files.c: the hashes of files ----------------------------------------------- */

/* Writes the file states that are not in the database yet. The caller holds a transaction. */
void store_write_files(struct store *store);

/* ---- shapes.c: which lines of sources are not blank ---- */

/* Keeps SHAPE for texts with the source_hash() HASH. The caller holds a transaction. */
bool store_put_shape(struct store *store, uint64_t hash, const struct source_shape *shape);

/*
 * Fills MOVED (in the store's memory) but for its name if the texts that hashed to THEN and NOW have the same shape.
 * PATH is their file.
 */
bool store_find_moved(struct store *store, const char *path, uint64_t then, uint64_t now, struct moved_source *moved);

/* ---- blobs.c ---- */

/* Fills store->blobs. */
void store_init_blobs(struct store *store);

#endif
