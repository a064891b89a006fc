/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which notifiers are read: whether a driver uses the notifiers that have a callback's ops
 * between mmu_interval_read_begin() and mmu_interval_read_retry(). Notifiers are told apart by
 * the member of the struct, or the variable, that they are.
 */
#ifndef MNCHECK_ANALYSIS_SEQUENCES_H
#define MNCHECK_ANALYSIS_SEQUENCES_H

#include "analysis/candidates.h"
#include "analysis/resolver.h"
#include "rules/judge.h"

struct sequences;

/*
 * Reads off the units of RESOLVER's program; files of its tree that read sequences or insert
 * notifiers, and those that hand notifiers to them, are brought in first (without a session
 * nothing is). NULL with ERROR filled when that fails.
 */
struct sequences *sequences_find(struct resolver *resolver, struct program *program,
				 struct error *error);
/* They will be looked for in TREE: what the first pass over all files can tell, it does. */
void sequences_expect(struct tree *tree);
void sequences_free(struct sequences *sequences);

/* Which of the calls could not be followed, for people: one line each, for SEQUENCE_UNKNOWN. */
void sequences_explain(const struct sequences *sequences, const struct candidate *candidate,
		       struct strbuf *out);

/* Fills in what SUBJECT says of the notifiers of CANDIDATE's ops. */
void sequences_tell(const struct sequences *sequences, const struct candidate *candidate,
		    struct subject *subject);

#endif
