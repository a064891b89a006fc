/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which callbacks a change can matter to: those whose verdicts rest on a file that it
 * touches, or on a function or field of a name that it defines or sets.
 */
#ifndef MNCHECK_CMD_AFFECT_H
#define MNCHECK_CMD_AFFECT_H

#include "cmd/record.h"
#include "tree/change.h"

struct effect {
	bool locates;		/* it touches text that may put a callback into its place */
	size_t rows;		/* that are `affected` now */
};

/*
 * Marks the rows of RECORD that the change of FILES affects, others are not; the texts are
 * CHANGE's. Returns 0, or -1 with ERROR filled.
 */
int find_affected(struct record *record, const struct change *change,
		  const struct changed_files *files, struct effect *effect, struct error *error);

#endif
