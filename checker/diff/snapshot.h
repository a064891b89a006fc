/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A snapshot: the rows of one state of a tree, with their dependencies and the files that these were made
 * from. A change that touches none of a row's dependencies cannot affect the row. Strings live in the
 * snapshot's arena.
 */
#ifndef MNCHECK_DIFF_SNAPSHOT_H
#define MNCHECK_DIFF_SNAPSHOT_H

#include <stdint.h>

#include "base/cache.h"
#include "base/map.h"
#include "base/packing.h"
#include "analysis/dependencies.h"
#include "analysis/row_blob.h"
#include "rules/rules.h"
#include "locate/locate.h"

/* A file whose text some row depends on. */
struct snapshot_file {
	const char *path;	/* relative to the tree, else absolute */
	uint64_t hash;		/* of its text in that state */
};

/* A unit among the dependencies of some row. */
struct snapshot_unit {
	const char *source;	/* that it was made from, or could not be; relative to the tree */
	numbers files;		/* that were read for it: indices into snapshot.files */
};

struct snapshot_row {
	struct row row;
	struct dependencies dependencies;
	numbers units;		/* of the dependencies: indices into snapshot.units */
	bool affected;		/* a change can affect it (impact.h); not stored */
};

struct snapshot {
	struct arena *arena;
	const char *commit;	/* the state */
	VEC(struct snapshot_file) files;
	struct strmap by_path;	/* path -> index into files, plus 1 */
	VEC(struct snapshot_unit) units;
	VEC(struct snapshot_row) rows;
	struct strings carriers;	/* as in struct locate_result */
	bool faulted;		/* as in struct run: not to be kept */
	struct strings complaints;	/* "FILE: text" of problems and wrong suppressions */
};

struct snapshot *snapshot_new(void);
void snapshot_free(struct snapshot *snapshot);

/* Removes the affected rows, and the files and units that no other row depends on. */
void snapshot_drop_affected(struct snapshot *snapshot);

/* Adds the file, or gives it a new HASH. Returns its index. */
uint32_t snapshot_add_file(struct snapshot *snapshot, const char *path, uint64_t hash);

/* Appends copies of ROW and DEPENDENCIES. The caller fills the `units` of the new row. */
struct snapshot_row *snapshot_add_row(struct snapshot *snapshot, const struct row *row,
				      const struct dependencies *dependencies);

/* Puts the snapshot into CACHE (NULL: does nothing) under KEY, and gets it back; NULL: there is none. */
void snapshot_store(const struct snapshot *snapshot, struct blob_cache *cache, const char *key);
struct snapshot *snapshot_recall(struct blob_cache *cache, const char *key);

#endif
