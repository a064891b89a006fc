/* SPDX-License-Identifier: GPL-2.0-only */
/* Merges the runs of several architectures. */
#ifndef MNCHECK_ANALYSIS_MERGE_H
#define MNCHECK_ANALYSIS_MERGE_H

#include "rules/rules.h"

/*
 * Moves the rows of PARTS into RUN and leaves PARTS empty. PARTS has a part for each entry of run->arches, in
 * its order, and shares RUN's arena. A part whose architecture failed (why_not) has no rows.
 *
 * Rows of one callback become one row. It has the worst verdict of each rule, and all findings, those with
 * the same fingerprint once. Only architectures that build the callback count; if none does, all count. The
 * numbers in run->stats are added up.
 */
void merge_runs(struct run *run, struct run *parts);

/* Sorts the rows as all reports have them; rows of the same callback in the same table stand together. */
void sort_rows(struct run *run);
/* Whether both are rows of the same callback, at the same place, in the same table. */
bool is_same_row(const struct row *a, const struct row *b);

#endif
