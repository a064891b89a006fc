/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The impact of a change: the rows of a snapshot that it can affect. A row is affected if it depends on a
 * file that the change touches, or on the name of a function that it defines or of a member that it assigns.
 */
#ifndef MNCHECK_DIFF_IMPACT_H
#define MNCHECK_DIFF_IMPACT_H

#include "diff/snapshot.h"
#include "vcs/change.h"

struct impact {
	bool locates;		/* the change touches text that may set a callback */
	size_t rows;		/* number of rows that are `affected` now */
};

/*
 * Sets `affected` of each row of SNAPSHOT: whether the change of FILES affects it. CHANGE has the texts.
 * Returns 0, or -1 with ERROR filled.
 */
int find_impact(struct snapshot *snapshot, const struct change *change,
		const struct changed_files *files, struct impact *impact, struct error *error);

#endif
