/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs one semantic patch over files, in batches, and caches its output for each file. */
#ifndef MNCHECK_LOCATE_SPATCH_H
#define MNCHECK_LOCATE_SPATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "locate/locate.h"
#include "tree/tree.h"

/* spatch gives up on one file after this many seconds, or after tree->timeout_seconds if these are fewer. */
#define SPATCH_SECONDS 60

/* One file, with the output of the semantic patch about it. */
struct spatch_file {
	const char *path;	/* absolute */
	size_t size;
	uint64_t hash;		/* of its text */
	uint64_t shape;		/* of its text without comments and blank lines; 0: it has none */
	/*
	 * Its text, NUL-terminated, and names in it that stand for what spatch looks for. Bodies of a source that
	 * name none of these and none of the spatch's `words` are left out; without a text, none is. Both are the
	 * caller's.
	 */
	const char *text;
	const struct strings *carriers;
	bool is_likely;		/* a source whose text seems to set a callback */
	char *output;		/* lines KIND TAB LINE TAB ..., malloc'd; NULL before the run */
	char *trouble;		/* why there is no output, malloc'd; NULL: there is. Set before the run: it is left out */
	bool faulted;		/* that is a fault of the run: another time there may be output */
};

struct spatch_files {
	struct spatch_file **data;
	size_t count, room;
};

/* A semantic patch, ready to run. */
struct spatch {
	const struct meanwhile *meanwhile;	/* the caller of tree_locate()'s, or NULL */
	struct tree *tree;
	struct strings words;	/* all that the semantic patch looks for; the caller frees it by vec_free */
	char *cocci;		/* absolute path */
	char *directory;	/* of the program spatch */
	uint64_t version;	/* hash of the semantic patch and of spatch's size and time */
};

/*
 * Returns 0, or -1 with ERROR filled (ERROR_ENVIRONMENT: there is no spatch, or no semantic patch). Strings
 * are in tree->arena.
 */
int spatch_open(struct spatch *spatch, struct tree *tree, const char *cocci,
		struct error *error);

/*
 * Fills `output` or `trouble` of HEADERS and FILES. Files whose spatch died, ended without an answer about each
 * file, or printed what is none, are tried once more, one by one; nothing of theirs is cached. Each process reads the
 * headers first. With INCLUDED it also includes them into each file: this costs time, and gives spatch the types.
 * spatch->meanwhile runs while spatch looks at likely files, without INCLUDED. Returns 0, or -1 with ERROR
 * filled (ERROR_ENVIRONMENT: spatch fails for every file).
 */
int spatch_run(const struct spatch *spatch, const struct spatch_files *headers,
	       const struct spatch_files *files, bool included, struct error *error);

/* The path of program NAME, from the environment's PATH, in ARENA; NULL: there is none. */
char *find_program(struct arena *arena, const char *name);

#endif
