/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The inside of the index, for index*.c and survey.c: sorted postings (hash of a name, file). If two
 * names have the same hash, a file is extracted in vain.
 */
#ifndef MNCHECK_TREE_INDEX_H
#define MNCHECK_TREE_INDEX_H

#include "base/str.h"
#include "tree/tree.h"
#include "tree/tree_state.h"
#include "tree/walk.h"

/* Version of the index's stored form and of what outline.c finds: other versions are ignored. */
#define INDEX_FORM 0x6d6e697au

/* One name in one file. */
struct posting {
	uint64_t name;		/* hash */
	uint32_t file;		/* index into files */
	uint32_t is_static;	/* of a function */
};

struct postings {
	struct posting *data;	/* sorted by name, then file */
	size_t count, room;
};

struct index_data {
	struct walked_files files;	/* sorted by path; paths are malloc'd */
	struct postings functions, fields;
};

/* The hash of a name ... */
uint64_t index_name(const char *name, size_t length);
/* ... and that of an argument of a macro at file scope, which stands among the functions. */
uint64_t index_argument(const char *name, size_t length);

/*
 * Keeps those of FILES that may define NAME by a macro that pastes PART, a beginning or an end of it, to
 * the rest: the file or a header that it includes does that. All paths are relative to TREE.
 */
void keep_pasting(const struct tree *tree, const char *arch, const char *name, const char *part,
		  size_t length, struct strings *files);

/* Sorts, and drops the repetitions of a name within a file. */
void sort_postings(struct postings *postings);

/*
 * Brings DATA, empty or from the cache, up to date with the tree; reads only the files that have
 * changed. Sets *CHANGES to the number of files that were read, or of those that are gone or have
 * changed if that is larger.
 */
int index_update(struct tree *tree, struct index_data *data, size_t *changes, struct error *error);
void index_data_free(struct index_data *data);

/*
 * Builds an index while a survey reads all files. The survey's threads call index_pass_read() for each file:
 * INDEX as in walk_sources(), WORKER the thread's number, TEXT followed by a NUL byte.
 */
struct index_pass;
struct index_pass *index_pass_begin(void);
void index_pass_read(struct index_pass *pass, size_t index, unsigned worker, const char *text,
		     size_t length);
/*
 * What has been read since the last index_pass_mark(), to a blob and back. index_pass_take() appends what a pass over the
 * sources from index FROM to before TO has written; it returns false and takes nothing if that is damaged.
 */
void index_pass_mark(struct index_pass *pass);
void index_pass_write(const struct index_pass *pass, struct strbuf *blob);
bool index_pass_take(struct index_pass *pass, const char *blob, size_t length, size_t from, size_t to);
/* The index of SOURCES, all of which must have been read, or be unread; malloc'd. Frees PASS. */
struct index_data *index_pass_end(struct tree *tree, struct index_pass *pass, const struct walked_files *sources);

/* To a blob and back. index_read() returns false and leaves DATA empty if the blob is damaged. */
void index_write(const struct index_data *data, struct strbuf *blob);
bool index_read(const struct strbuf *blob, struct index_data *data);

#endif
