/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The impact of a change: which rows of a snapshot it can matter to. Those are the rows that depend on a file that it
 * touches, or on a function or member of a name that it defines or assigns.
 */
#ifndef MNCHECK_DIFF_IMPACT_H
#define MNCHECK_DIFF_IMPACT_H

#include "diff/snapshot.h"
#include "vcs/change.h"

struct impact {
	bool locates;		/* it touches text that may put a callback into its place */
	size_t rows;		/* that are `affected` now */
};

/*
 * Marks the rows of SNAPSHOT that the change of FILES affects, others are not; the texts are
 * CHANGE's. Returns 0, or -1 with ERROR filled.
 */
int find_impact(struct snapshot *snapshot, const struct change *change,
		const struct changed_files *files, struct impact *impact, struct error *error);

#endif
