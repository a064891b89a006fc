/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The store: one SQLite database in the user's cache directory that holds units and
 * blobs. Only this folder uses SQLite.
 *
 * The store is a cache, so its failures are no errors. It puts a corrupt or foreign file
 * aside and makes a new one; in a directory that cannot be written it keeps nothing. It
 * tells the user about either in one notice. Several processes may use it at once.
 */
#ifndef MNCHECK_STORE_STORE_H
#define MNCHECK_STORE_STORE_H

#include "base/cache.h"
#include "base/error.h"
#include "base/progress.h"
#include "ir/ir.h"
#include "ir/move_lines.h"

struct store;

/*
 * Opens DIRECTORY/mncheck.sqlite and makes both when needed. Without a usable cache it
 * returns a store that keeps nothing, and says so through PROGRESS (may be NULL).
 * Release with store_close().
 */
struct store *store_open(const char *directory, struct progress *progress);
/* Writes pending file states and frees the store. NULL is allowed. */
void store_close(struct store *store);

/*
 * Stores the hash of the bytes of PATH (absolute) in *HASH. Returns false when it cannot be
 * read. Reads the file only when it changed since the store last looked at it.
 */
bool store_file_hash(struct store *store, const char *path, uint64_t *hash);

/*
 * From now on this store takes PATH (absolute) to hold bytes with the hash HASH, or to be
 * absent (THERE is false), in place of the file on disk. It does not write that to the
 * database.
 */
void store_pretend(struct store *store, const char *path, bool there, uint64_t hash);

/* The store as a blob cache; lives as long as the store. */
struct blob_cache *store_blobs(struct store *store);

/* Sources of a unit whose lines have moved since, see ir/move_lines.h; `name` is not filled. The store's memory. */
struct moved_sources { struct moved_source *data; size_t count, room; };

/*
 * Returns the text of a unit that was put under KEY (a hash of file, flags and versions) if
 * all files that it was made from have the bytes of then, else NULL. The text is malloc'd,
 * its length in *LENGTH. The store compares sizes and times first, and hashes where they
 * differ. It keeps the last few units of a key, so that switching between two states of a
 * file parses nothing. If there is no such unit, one will do whose files have got or lost comments and blank
 * lines: MOVED, which the caller empties and frees, then lists these files.
 */
char *store_get_unit(struct store *store, const char *key, size_t *length, struct moved_sources *moved);

/*
 * Keeps the text of a unit and the files that it was made from. A dep with hash 0 is a file
 * that was looked for and not found: once it exists, the unit is stale.
 */
void store_put_unit(struct store *store, const char *key, const char *text, size_t length,
		    const struct ir_dep *deps, size_t ndeps);

/* Drops units and blobs, those unused for longest first, until the database is below BYTES. */
void store_trim(struct store *store, size_t bytes);

/* $MNCHECK_CACHE, else $XDG_CACHE_HOME/mncheck, else ~/.cache/mncheck; malloc'd. */
char *store_default_directory(void);

#endif
