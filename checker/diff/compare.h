/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares the rows of two states of a tree. Two findings are the same if callback, rule and violation are
 * the same. Lines, files and the callback's name may differ.
 */
#ifndef MNCHECK_DIFF_COMPARE_H
#define MNCHECK_DIFF_COMPARE_H

#include "diff/snapshot.h"
#include "vcs/change.h"

struct comparison {
	const struct snapshot *before;	/* only its `affected` rows are compared */
	const struct changed_files *files;	/* the change, from before to after */
	bool locates;		/* the change may add or remove callbacks in other files too */
};

/*
 * Keeps in AFTER the rows that have something new, and in these rows only what is new. FIXED, from
 * run_begin(), gets the findings that are gone.
 */
void compare_states(const struct comparison *comparison, struct run *after, struct run *fixed);

#endif
