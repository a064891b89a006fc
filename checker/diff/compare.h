/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows of two states of a tree, side by side. A finding is the same when its callback, its
 * rule and what is wrong are: lines, files and the callback's own name may differ.
 */
#ifndef MNCHECK_DIFF_COMPARE_H
#define MNCHECK_DIFF_COMPARE_H

#include "diff/snapshot.h"
#include "vcs/change.h"

struct comparison {
	const struct snapshot *before;	/* its `affected` rows take part */
	const struct changed_files *files;	/* from before to after */
	bool locates;		/* the change may bring or remove callbacks in other files */
};

/*
 * Leaves in AFTER the rows of which there is something new to say, and in those only what is
 * new; FIXED, a run that was begun, gets what is gone.
 */
void compare_states(const struct comparison *comparison, struct run *after, struct run *fixed);

#endif
