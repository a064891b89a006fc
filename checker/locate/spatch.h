/* SPDX-License-Identifier: GPL-2.0-only */
/* Running one semantic patch over files, in batches, remembering what it said of each. */
#ifndef MNCHECK_LOCATE_SPATCH_H
#define MNCHECK_LOCATE_SPATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "tree/tree.h"

/* spatch gives up on one file after this many seconds. */
#define SPATCH_SECONDS 60

/* One file and what the semantic patch printed about it. */
struct spatch_file {
	const char *path;	/* absolute */
	size_t size;
	uint64_t hash;		/* of its text */
	char *output;		/* lines KIND TAB LINE TAB ..., malloc'd; NULL before the run */
	char *trouble;		/* why there is nothing, malloc'd; NULL when all is well */
};

struct spatch_files {
	struct spatch_file **data;
	size_t count, room;
};

/* A semantic patch, ready to run. */
struct spatch {
	struct tree *tree;
	char *cocci;		/* absolute path */
	char *directory;	/* that spatch is in */
	uint64_t version;	/* changes with the semantic patch and with spatch itself */
};

/* ERROR_ENVIRONMENT when there is no spatch or no semantic patch. Strings are in tree->arena. */
int spatch_open(struct spatch *spatch, struct tree *tree, const char *cocci,
		struct error *error);

/*
 * Fills `output` or `trouble` of HEADERS and FILES. Each run reads the headers first;
 * with INCLUDED they are also taken as included by each file, which costs time and
 * gives types. ERROR_ENVIRONMENT when spatch fails for every file.
 */
int spatch_run(const struct spatch *spatch, const struct spatch_files *headers,
	       const struct spatch_files *files, bool included, struct error *error);

/* The path of program NAME on PATH, in ARENA; NULL when there is none. */
char *find_program(struct arena *arena, const char *name);

#endif
