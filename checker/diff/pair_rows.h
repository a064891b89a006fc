/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pairs the rows of two states of a tree: which callback is which, after callbacks, tables and files got other
 * names. Certain pairs go first; a guess is made only among rows that are left over.
 */
#ifndef MNCHECK_DIFF_PAIR_ROWS_H
#define MNCHECK_DIFF_PAIR_ROWS_H

#include "rules/rules.h"

struct row_pairs {
	const struct row **before, **after;	/* the caller's */
	size_t nbefore, nafter;
	/* The path after a change of a path before it; NULL: not known, all paths are taken as they are. */
	const char *(*moved)(const void *context, const char *path);
	const void *context;
	/* Filled: by index into `after`, the index into `before` plus 1; 0: the row is new. */
	size_t *partner;
};

/* Fills pairs->partner, malloc'd: the caller frees it. */
void pair_rows(struct row_pairs *pairs);

#endif
