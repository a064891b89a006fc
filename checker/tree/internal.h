/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of this layer share with each other and with nobody else. */
#ifndef MNCHECK_TREE_INTERNAL_H
#define MNCHECK_TREE_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/str.h"
#include "tree/tree.h"

/* ---- walk: every source of the tree, with what tells that it changed ---- */

struct source {
	char *path;		/* relative to the tree */
	uint64_t size;
	int64_t mtime;		/* nanoseconds */
	uint64_t inode;
};

struct sources {
	struct source *data;	/* by path */
	size_t count, room;
};

struct index_data;

/* What is behind a struct tree: made by tree_open() in one piece. */
struct tree_state {
	struct tree tree;	/* first: a struct tree * is a struct tree_state * */
	struct sources sources;	/* of the first walk; the tree stands still while we look */
	struct sources makefiles;	/* Makefile*, Kbuild* and Kconfig* */
	bool walked;
	struct strmap assembly;	/* "ARCH NAME", see assembly.c */
	struct index_data *index;	/* built on the way, see tree_expect_index(); NULL: not, or taken */
};

/*
 * All .c and .h files of the tree: hidden directories, Documentation and build
 * directories that happen to lie in it are left out. Walked once per struct tree.
 */
int walk_sources(struct tree *tree, const struct sources **sources, struct error *error);
/* The makefiles and Kconfig files of the same walk, sorted by path. */
int walk_makefiles(struct tree *tree, const struct sources **makefiles, struct error *error);

static inline bool same_source(const struct source *a, const struct source *b)
{
	return a->size == b->size && a->mtime == b->mtime && a->inode == b->inode;
}

/* ---- small things ---- */

static inline bool is_identifier_char(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* Cache look-up and remembering that a tree without a cache forgives. */
bool tree_recall(struct tree *tree, const char *kind, const char *key, struct strbuf *out);
void tree_remember(struct tree *tree, const char *kind, const char *key, const void *data,
		   size_t length);

/* Progress and notices, where somebody listens. */
void tree_progress(struct tree *tree, const char *phase, size_t done, size_t total);
void tree_notice(struct tree *tree, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Sorts and removes doubles; the strings are not freed. */
void sort_strings(struct strings *strings);

/* DIRECTORY/NAME exists. */
bool file_in(const char *directory, const char *name);

/* rm -rf, in this process: an interrupt does not stop it half-way. */
int remove_directory(const char *directory, struct error *error);

#endif
