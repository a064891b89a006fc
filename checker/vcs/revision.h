/* SPDX-License-Identifier: GPL-2.0-only */
/* The commit that a kernel tree has checked out, read from its repository's files: git is not run. */
#ifndef MNCHECK_VCS_REVISION_H
#define MNCHECK_VCS_REVISION_H

#include "base/arena.h"

struct revision {
	const char *commit;	/* full hash, hex */
	const char *branch;	/* "master"; NULL: none is checked out */
	const char *repository;	/* URL of the remote "origin", without user names and passwords; NULL: it has none */
};

/*
 * The id of HEAD of the repository whose work tree is at TREE (absolute), in ARENA; of a linked work tree, too. NULL: TREE
 * is no work tree's top, or its HEAD cannot be read as a commit, as where references are no files (reftable).
 */
const char *revision_commit(struct arena *arena, const char *tree);

/*
 * The revision of the tree at PATH (absolute), in ARENA. NULL where revision_commit() has none: the commit
 * of a repository around the tree says nothing about the tree. Changes in the work tree are not looked for.
 */
const struct revision *revision_of(struct arena *arena, const char *path);

#endif
