/* SPDX-License-Identifier: GPL-2.0-only */
/* The walk: lists the sources of a tree with the attributes that tell whether one has changed. */
#ifndef MNCHECK_TREE_WALK_H
#define MNCHECK_TREE_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "tree/tree.h"

struct walked_file {
	char *path;		/* relative to the tree; of a module, absolute */
	uint64_t size;
	int64_t mtime;		/* nanoseconds */
	uint64_t inode;
};

struct walked_files {
	struct walked_file *data;	/* sorted by path */
	size_t count, room;
};

/* Whether PATH has the name of C: .c, .h, and .inc and .inl, which others include. */
bool walk_is_source(const char *path);

/*
 * Sets *SOURCES to all files of such names in the tree, without hidden directories, Documentation, and
 * build directories inside of it; and those of its module. The first call walks; the list is the tree's.
 * Returns 0, or -1 with ERROR filled if the tree cannot be read.
 */
int walk_sources(struct tree *tree, const struct walked_files **sources, struct error *error);
/* The makefiles and Kconfig files of the same walk, sorted by path. */
int walk_makefiles(struct tree *tree, const struct walked_files **makefiles, struct error *error);

/* Whether the tree has headers alone: no source of the kernel proper, its module left aside. */
bool walk_lacks_sources(struct tree *tree);

/* Where FILE of TREE is on disk, without overlay. For the caller to free. */
char *walked_path(const struct tree *tree, const struct walked_file *file);

/* B is A, unchanged. */
static inline bool same_source(const struct walked_file *a, const struct walked_file *b)
{
	return a->size == b->size && a->mtime == b->mtime && a->inode == b->inode;
}

#endif
