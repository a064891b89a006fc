/* SPDX-License-Identifier: GPL-2.0-only */
/* Explore and judge: candidates with bodies become rows with verdicts. */
#ifndef MNCHECK_ANALYSIS_JUDGING_H
#define MNCHECK_ANALYSIS_JUDGING_H

#include "analysis/candidates.h"
#include "analysis/observer.h"
#include "analysis/session.h"
#include "rules/rules.h"

struct rounds;

/* Rounds of the refinement of one callback; what is still open then stays undecided. */
#define REFINEMENT_ROUNDS 200

struct judging {
	const struct options *options;
	struct progress *progress;
	struct session *session;	/* NULL: the units of the candidates are all there are */
	struct tree_index **index;	/* of the session's tree, opened by the first question */
	struct candidates *candidates;
	struct observer *observer;	/* may be NULL */
	struct rounds *rounds;	/* a log, analysis/rounds.h; may be NULL */
	struct run *run;	/* gets one row per candidate, and the statistics */
};

/*
 * Judges every candidate and appends its row. UNITS are linked first, and become
 * the property of the callee in any case. Returns 0, or -1 with ERROR filled.
 */
int judge_candidates(const struct judging *judging, struct ir_unit *const *units, size_t nunits,
		     struct error *error);

#endif
