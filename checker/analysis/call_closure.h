/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How much of a kernel the callbacks of a source call, read off the text ahead of any parse: what parts of a scan share
 * out the work by. It is an estimate, and no verdict depends on it. It depends on the tree's text, the architecture and
 * mncheck's own models alone, so that all parts come to the same.
 */
#ifndef MNCHECK_ANALYSIS_CALL_CLOSURE_H
#define MNCHECK_ANALYSIS_CALL_CLOSURE_H

#include "tree/tree.h"

struct call_closures;

/*
 * For the kernel of ARCH. TREE and INDEX must outlive it. NULL, with ERROR filled, where there are no models.
 */
struct call_closures *call_closures_open(struct tree *tree, struct tree_index *index, const char *arch,
					 struct error *error);
void call_closures_close(struct call_closures *closures);

/* A callback that reaches more functions counts as one that reaches so many. */
#define CLOSURE_MOST 100

/*
 * What it takes to explore the callbacks that FILE, relative to the tree, sets by their names: for each the square of the
 * number of functions that are reached, itself included, since each is met on many ways. Left out are callbacks of
 * intervals: most test first whether they may block, and end there. Left out is, too, what reaches more than CLOSURE_MOST
 * functions and returns nothing: that something sleeps is found before all that is explored. 0 where FILE cannot be read.
 */
size_t call_closure_squares(struct call_closures *closures, const char *file);

#endif
