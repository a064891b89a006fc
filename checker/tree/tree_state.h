/* SPDX-License-Identifier: GPL-2.0-only */
/* The inside of struct tree, for the files of this folder alone. */
#ifndef MNCHECK_TREE_TREE_STATE_H
#define MNCHECK_TREE_TREE_STATE_H

#include <pthread.h>

#include "base/map.h"
#include "tree/walk.h"

struct index_data;

/* tree_open() allocates one of these for each struct tree. */
struct tree_state {
	struct tree tree;	/* the first member, so a struct tree * can be cast to this */
	struct walked_files sources;	/* of the only walk: the tree is assumed not to change meanwhile */
	struct walked_files makefiles;	/* Makefile*, Kbuild* and Kconfig* */
	bool walked;
	struct strmap assembly;	/* "ARCH NAME" -> anything, see assembly.c */
	struct strmap unread;	/* path -> why, see tree_unread(); strings are in the arena below */
	struct arena *unread_arena;	/* only used with the lock */
	pthread_mutex_t unread_lock;
	struct index_data *index;	/* built by a survey, see tree_expect_index(); NULL: none, or taken */
};

#endif
