/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the index lies in memory and in the cache: names are hashes, sorted, each with the
 * file that has it. A collision costs the reading of one file in vain.
 */
#ifndef MNCHECK_TREE_INDEX_H
#define MNCHECK_TREE_INDEX_H

#include "base/str.h"
#include "tree/tree.h"
#include "tree/tree_state.h"
#include "tree/walk.h"

/* One name in one file. */
struct posting {
	uint64_t name;		/* hash */
	uint32_t file;		/* index into files */
	uint32_t is_static;	/* functions: not visible elsewhere */
};

struct postings {
	struct posting *data;	/* sorted by name, then file */
	size_t count, room;
};

struct index_data {
	struct walked_files files;	/* sorted by path; paths are malloc'd */
	struct postings functions, fields;
};

uint64_t index_name(const char *name, size_t length);

/* Sorts, and drops names that a file has twice. */
void sort_postings(struct postings *postings);

/*
 * Brings DATA, as it was read from the cache or empty, up to date with the tree: only
 * files that changed are read. *CHANGES tells how many did or
 * are gone.
 */
int index_update(struct tree *tree, struct index_data *data, size_t *changes, struct error *error);
void index_data_free(struct index_data *data);

/*
 * An index that is built from nothing while somebody reads the tree's files, which PASS gets by their index in
 * walk_sources(), from several threads: WORKER tells which. TEXT is followed by a NUL byte.
 */
struct index_pass;
struct index_pass *index_pass_begin(void);
void index_pass_read(struct index_pass *pass, size_t index, unsigned worker, const char *text,
		     size_t length);
/* The index of SOURCES, all of which were read, malloc'd; frees PASS. */
struct index_data *index_pass_end(struct index_pass *pass, const struct walked_files *sources);

/* As a blob and back; false (and an empty DATA) when the blob is damaged. */
void index_write(const struct index_data *data, struct strbuf *blob);
bool index_read(const struct strbuf *blob, struct index_data *data);

#endif
