/* SPDX-License-Identifier: GPL-2.0-only */
/* What a pair of searches, and its pair for locks, has spent of its budgets, for people. Asking changes nothing. */
#ifndef MNCHECK_ENGINE_SPENDING_H
#define MNCHECK_ENGINE_SPENDING_H

#include "engine/engine.h"

struct spending {
	uint32_t steps[2];	/* blocks run: by the prover, by the searcher */
	size_t functions;	/* entered by either */
	size_t summaries;	/* that stand now, of both */
	size_t states;		/* in which these end */
	size_t most_states;	/* in which one of them ends */
	size_t contexts[2];	/* most summaries of one function, by either search ... */
	size_t contexts_budget[2];	/* ... and how many there may be */
	size_t memory;		/* bytes */
};

/* Of the pair of ENGINE, the pair for locks included. */
void engine_spending(const struct engine *engine, struct spending *spending);

/* How much of the budget CAUSE (a CAUSE_BUDGET) is about there is; memory in MiB, 0 for no number. */
size_t cause_budget(const struct cause *cause);
/* Whether CAUSE (likewise) stands for a member into which the program's units put no function at all. */
bool cause_lacks_targets(const struct cause *cause);

#endif
