/* SPDX-License-Identifier: GPL-2.0-only */
/* The walk: every source of a tree, with what tells that it changed. */
#ifndef MNCHECK_TREE_WALK_H
#define MNCHECK_TREE_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "tree/tree.h"

struct walked_file {
	char *path;		/* relative to the tree */
	uint64_t size;
	int64_t mtime;		/* nanoseconds */
	uint64_t inode;
};

struct walked_files {
	struct walked_file *data;	/* by path */
	size_t count, room;
};

/*
 * All .c and .h files of the tree: hidden directories, Documentation and build
 * directories that happen to lie in it are left out. Walked once per struct tree.
 */
int walk_sources(struct tree *tree, const struct walked_files **sources, struct error *error);
/* The makefiles and Kconfig files of the same walk, sorted by path. */
int walk_makefiles(struct tree *tree, const struct walked_files **makefiles, struct error *error);

static inline bool same_source(const struct walked_file *a, const struct walked_file *b)
{
	return a->size == b->size && a->mtime == b->mtime && a->inode == b->inode;
}

#endif
