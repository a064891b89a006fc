/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The store: one SQLite database in the user's cache directory, with units and
 * blobs. The only user of SQLite. It is a cache: a corrupt or foreign file is put aside
 * and made anew, a directory that cannot be written means that nothing is remembered,
 * and either is told once through a notice. Safe for several processes at once.
 */
#ifndef MNCHECK_STORE_STORE_H
#define MNCHECK_STORE_STORE_H

#include "base/cache.h"
#include "base/error.h"
#include "base/progress.h"
#include "ir/ir.h"

struct store;

/*
 * Opens DIRECTORY/mncheck.sqlite, made when needed. Never fails for a cache that is
 * unusable: it then works without one and says so through PROGRESS (may be NULL).
 */
struct store *store_open(const char *directory, struct progress *progress);
void store_close(struct store *store);

/*
 * From now on PATH (absolute) is taken to hold bytes of that hash, or (THERE is false) to be
 * absent, whatever lies on disk. Nothing of it is remembered.
 */
void store_pretend(struct store *store, const char *path, bool there, uint64_t hash);

/*
 * The hash of what PATH (absolute) holds, in *HASH; false when it cannot be read. The
 * file is read only when it changed since it was last looked at.
 */
bool store_file_hash(struct store *store, const char *path, uint64_t *hash);

/* The store as a blob cache; lives as long as the store. */
struct blob_cache *store_blobs(struct store *store);

/*
 * The unit extracted under KEY (hash of file, flags, versions) whose files, all that it was
 * made from, have the bytes that they had then (sizes and mtimes first, hashes where they
 * differ), as its text (malloc'd, length in *LENGTH); else NULL. The last few states
 * of a file are remembered, so that going to and fro between two of them parses nothing.
 */
char *store_get_unit(struct store *store, const char *key, size_t *length);

/*
 * Remembers the text of a unit and the files it was made from. A dep with hash 0 is a
 * file that was looked for and not there: the unit is stale as soon as it exists.
 */
void store_put_unit(struct store *store, const char *key, const char *text, size_t length,
		    const struct ir_dep *deps, size_t ndeps);

/* Keeps the database below BYTES by dropping what was not used for longest. */
void store_trim(struct store *store, size_t bytes);

/* $MNCHECK_CACHE, else $XDG_CACHE_HOME/mncheck, else ~/.cache/mncheck; malloc'd. */
char *store_default_directory(void);

#endif
