/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sequences: whether a driver reads the sequence of the notifiers that have a callback's ops, between
 * mmu_interval_read_begin() and mmu_interval_read_retry(). The member or the variable that a notifier is
 * tells it from the others.
 */
#ifndef MNCHECK_ANALYSIS_SEQUENCES_H
#define MNCHECK_ANALYSIS_SEQUENCES_H

#include "analysis/candidates.h"
#include "analysis/resolver.h"
#include "rules/judge.h"

struct sequences;

/*
 * Reads them off the units of LINKED. With a session it first brings in the files of the tree that read
 * sequences or insert notifiers, and those that hand notifiers to them. Returns NULL with ERROR filled when
 * that fails.
 */
struct sequences *sequences_find(struct resolver *resolver, struct linked_units *linked,
				 struct error *error);
/* Announces the search in TREE, so that the first pass over all files answers it as well. */
void sequences_expect(struct tree *tree);
void sequences_free(struct sequences *sequences);

/* Which of the calls could not be followed, for people: one line each, for SEQUENCE_UNKNOWN. */
void sequences_explain(const struct sequences *sequences, const struct candidate *candidate,
		       struct strbuf *out);

/* Fills in what SUBJECT says of the notifiers of CANDIDATE's ops. */
void sequences_tell(const struct sequences *sequences, const struct candidate *candidate,
		    struct subject *subject);

#endif
