/* SPDX-License-Identifier: GPL-2.0-only */
/* One run out of those of several architectures. */
#ifndef MNCHECK_ANALYSIS_MERGE_H
#define MNCHECK_ANALYSIS_MERGE_H

#include "rules/rules.h"

/*
 * Moves the rows of PARTS, one per entry of run->arches and in its order, into RUN, whose arena
 * they share. Rows of one callback become one: of each rule the worst verdict of those
 * architectures that build the callback (of all, where none does), its findings by fingerprint.
 * A part without an architecture (why_not) has no rows. Numbers are added up, PARTS end empty.
 */
void merge_runs(struct run *run, struct run *parts);

#endif
