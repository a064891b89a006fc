/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A tree in another state than its files are in: some have another text, some are not
 * there, all others are as on disk. Nothing is checked out; whoever reads a file of the
 * tree asks tree_file() where its text is.
 *
 * Sources (.c, .h) and mncheck's own .mncheck-allow can be overlaid; makefiles and Kconfig files
 * where flags are computed: make, which reads them else, knows nothing of this.
 */
#ifndef MNCHECK_TREE_OVERLAY_H
#define MNCHECK_TREE_OVERLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "tree/tree.h"

struct overlay_file {
	const char *path;	/* relative to the tree */
	const char *actual;	/* absolute path of its text; NULL: the file is absent */
	uint64_t hash;		/* of that text */
};

struct overlay {
	struct arena *arena;	/* owns the strings */
	struct strmap files;	/* path -> struct overlay_file * */
	const char *directory;	/* that holds the texts; absolute */
	const char *vfs;	/* for libclang: its description of the same; NULL: nothing to say */
};

/* DIRECTORY exists and is empty; it stays the caller's. */
void overlay_begin(struct overlay *overlay, const char *directory);
/* PATH has this text, or (TEXT NULL) is absent. Returns 0, or -1 with ERROR filled. */
int overlay_put(struct overlay *overlay, const char *path, const char *text, size_t length,
		struct error *error);
/* To be called when all is in, with the tree's absolute PATH. */
int overlay_end(struct overlay *overlay, const char *tree, struct error *error);
void overlay_free(struct overlay *overlay);

/* What the overlay (NULL: there is none) says of PATH; NULL: it is as on disk. */
const struct overlay_file *overlay_find(const struct overlay *overlay, const char *path);

/* How many files differ. */
size_t overlay_count(const struct overlay *overlay);

/* The absolute path of the text of PATH under ROOT, in ARENA; of no file when it is absent. */
const char *overlay_path(const struct overlay *overlay, const char *root, struct arena *arena,
			 const char *path);

/* The same for a file of TREE, in the state that it is looked at. */
static inline const char *tree_file(const struct tree *tree, struct arena *arena, const char *path)
{
	return overlay_path(tree->overlay, tree->path, arena, path);
}

#endif
