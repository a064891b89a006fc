/* SPDX-License-Identifier: GPL-2.0-only */
/* The commit that a tree is at, read from its repository's files: git is not run. */
#ifndef MNCHECK_VCS_HEAD_H
#define MNCHECK_VCS_HEAD_H

#include "base/arena.h"

/*
 * The id of HEAD of the repository whose work tree is at TREE (absolute), in ARENA; of a linked work tree, too. NULL: TREE
 * is no work tree's top, or its HEAD cannot be read as a commit.
 */
const char *head_commit(struct arena *arena, const char *tree);

#endif
