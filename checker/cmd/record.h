/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Verdicts of one state of a tree, and what they rest on, remembered so that a change which
 * touches none of it needs no second judgement. Strings live in the record's arena.
 */
#ifndef MNCHECK_CMD_RECORD_H
#define MNCHECK_CMD_RECORD_H

#include <stdint.h>

#include "base/cache.h"
#include "base/map.h"
#include "cmd/packing.h"
#include "rules/rules.h"

/* A file whose text some verdict depends on. */
struct record_file {
	const char *path;	/* relative to the tree, else absolute */
	uint64_t hash;		/* of its text then */
};

/* A translation unit that some verdict was drawn from. */
struct record_unit {
	numbers files;		/* that it was made from: indices */
};

struct record_row {
	struct row row;		/* without traces */
	numbers units;		/* whose functions were entered: indices */
	struct strings functions, fields;	/* names that the index was asked for */
	struct strings missing;	/* headers that those units did not find */
	bool affected;		/* not stored: a change can matter to it */
};

struct record {
	struct arena *arena;
	const char *commit;	/* the state that it is about */
	VEC(struct record_file) files;
	struct strmap by_path;	/* path -> index into files, plus 1 */
	VEC(struct record_unit) units;
	VEC(struct record_row) rows;
	struct strings carriers;	/* as in struct locate_result */
	struct strings complaints;	/* "FILE: text" of problems and wrong suppressions */
};

struct record *record_new(void);
void record_free(struct record *record);
void record_row_free(struct record_row *row);

/* Removes the rows that are affected, and files and units that no row rests on any more. */
void record_drop_affected(struct record *record);

/* The number of the file; it has that hash from now on. */
uint32_t record_add_file(struct record *record, const char *path, uint64_t hash);

/* To CACHE (NULL: nothing happens) under KEY, and back; NULL when there is none. */
void record_store(const struct record *record, struct blob_cache *cache, const char *key);
struct record *record_recall(struct blob_cache *cache, const char *key);

#endif
