/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows of earlier scans, for callbacks that nothing has changed for. A row is kept with all that it rests
 * on (the approach is that of constructive traces: Mokhov, Mitchell and Peyton Jones, "Build systems
 * a la carte", 2018): the units of all functions that calls can lead to from those that were looked into, and
 * what the index answered about functions and members. It is taken as it is while all of that is the same.
 */
#ifndef MNCHECK_CMD_REMEMBERED_H
#define MNCHECK_CMD_REMEMBERED_H

#include "cmd/candidates.h"
#include "cmd/session.h"
#include "rules/judge.h"

struct remembered;

/* Rows by the rules of RUN; INDEX is of SESSION's tree. All three must outlive it. */
struct remembered *remembered_open(struct session *session, struct tree_index **index,
				   const struct run *run);
void remembered_close(struct remembered *remembered);

/*
 * Reads what is kept of each of COUNT CANDIDATES, and has the units made that their rows rest on.
 * Returns 0, or -1 with ERROR filled.
 */
int remembered_prepare(struct remembered *remembered, const struct candidate *candidates,
		       size_t count, struct error *error);

/*
 * Whether the row of CANDIDATE, one of those, still stands: then its verdicts, findings and reasons are
 * moved to ROW; strings are the run's.
 */
bool remembered_recall(struct remembered *remembered, const struct candidate *candidate,
		       const struct subject *subject, struct row *row);

/* CANDIDATE's verdicts hung on CAUSE. */
void remembered_asked(struct remembered *remembered, const struct candidate *candidate,
		      const struct cause *cause);

/* The way to CANDIDATE's verdicts was chosen by what the index says of the functions ASKED (names -> anything). */
void remembered_hinted(struct remembered *remembered, const struct candidate *candidate,
		       const struct strmap *asked);

/* Keeps ROW, which ENGINE came to; ASKS_CALLER: a rule asked for the caller that must not block. */
void remembered_keep(struct remembered *remembered, const struct candidate *candidate,
		     const struct subject *subject, const struct engine *engine,
		     bool asks_caller, const struct row *row);

#endif
