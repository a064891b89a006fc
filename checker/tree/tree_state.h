/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of struct tree, for the files of this folder alone. */
#ifndef MNCHECK_TREE_TREE_STATE_H
#define MNCHECK_TREE_TREE_STATE_H

#include "base/map.h"
#include "tree/walk.h"

struct index_data;

/* What is behind a struct tree: made by tree_open() in one piece. */
struct tree_state {
	struct tree tree;	/* first: a struct tree * is a struct tree_state * */
	struct walked_files sources;	/* of the first walk; the tree stands still while we look */
	struct walked_files makefiles;	/* Makefile*, Kbuild* and Kconfig* */
	bool walked;
	struct strmap assembly;	/* "ARCH NAME", see assembly.c */
	struct index_data *index;	/* built on the way, see tree_expect_index(); NULL: not, or taken */
};

#endif
