/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An overlay is another state of a tree: some files have another text, some are absent, all others are
 * as on disk. Nothing is checked out. Code that reads a file of the tree asks tree_file() where its
 * text is.
 *
 * Sources (.c, .h) and mncheck's own .mncheck-allow can be overlaid. Makefiles and Kconfig files can where flags
 * are computed; make ignores overlays.
 */
#ifndef MNCHECK_TREE_OVERLAY_H
#define MNCHECK_TREE_OVERLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "tree/tree.h"

struct overlay_file {
	const char *path;	/* relative to the tree; of a module, absolute */
	const char *actual;	/* absolute path of the file with its text; NULL: it is absent */
	uint64_t hash;		/* of the text */
	uint64_t source_hash;	/* likewise, as base/source_hash.h has it */
};

struct overlay {
	struct arena *arena;	/* owns the strings */
	struct strmap files;	/* path -> struct overlay_file * */
	const char *directory;	/* has the texts; absolute */
	const char *vfs;	/* the same for libclang, a file for -ivfsoverlay; NULL: no file differs */
};

/* An empty overlay that keeps its texts in DIRECTORY, which must be empty and stays the caller's. */
void overlay_begin(struct overlay *overlay, const char *directory);
/* Gives PATH this text, or (TEXT NULL) makes it absent. Returns 0, or -1 with ERROR filled. */
int overlay_put(struct overlay *overlay, const char *path, const char *text, size_t length,
		struct error *error);
/* Completes the overlay; TREE is the tree's absolute path. Returns 0, or -1 with ERROR filled. */
int overlay_end(struct overlay *overlay, const char *tree, struct error *error);
void overlay_free(struct overlay *overlay);

/* The entry of PATH; NULL: it is as on disk. OVERLAY may be NULL. */
const struct overlay_file *overlay_find(const struct overlay *overlay, const char *path);

/* The same for a file of TREE or of its module, by its absolute PATH. */
const struct overlay_file *tree_overlaid(const struct tree *tree, const char *path);

/* How many files differ from disk. OVERLAY may be NULL. */
size_t overlay_count(const struct overlay *overlay);

/*
 * The absolute path, in ARENA, of the file with the text of PATH below ROOT, a tree or a module. No such file exists
 * if PATH is absent.
 */
const char *overlay_path(const struct overlay *overlay, const char *root, struct arena *arena,
			 const char *path);

/* The same for a file of TREE with its overlay. */
static inline const char *tree_file(const struct tree *tree, struct arena *arena, const char *path)
{
	return overlay_path(tree->overlay, tree->path, arena, path);
}

#endif
