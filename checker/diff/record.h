/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Puts a run into the history. The run before it, of the same tree if there is one, says which callbacks and findings
 * are the same: these keep their numbers. A finding that was gone and comes back gets its old number, too.
 */
#ifndef MNCHECK_DIFF_RECORD_H
#define MNCHECK_DIFF_RECORD_H

#include "report/changes.h"
#include "store/history.h"

/*
 * Records RUN, all or nothing; *ID gets its number. With KEEP > 0 only so many runs of each tree stay. Returns 0, or
 * -1 with ERROR filled, and then the history is as before.
 */
int record_run(struct history *history, const struct run *run, unsigned keep, int64_t *id, struct error *error);

/* Reads the recorded run ID. As result_read(). */
int recorded_run(struct history *history, int64_t id, struct run *run, struct error *error);

/*
 * Gives the findings of CHANGES the triage that HISTORY has for them (apply_triage()); texts in the arena of
 * changes->after. Returns 0, or -1 with ERROR filled.
 */
int triage_from_history(struct history *history, struct changes *changes, struct error *error);

/* The state of that name, or -1. */
int triage_find(const char *name);

#endif
