/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lock balance: whether a function leaves all locks as it finds them, in any context. Each function is
 * explored by itself, on the assumption that its callees keep the balance; then each callee is asked in
 * turn (assume-guarantee reasoning: Jones, "Tentative steps toward a development method for interfering
 * programs", 1983). A callee that does not keep it is entered by its callers. So one pass over its
 * functions covers a driver, however deep its calls go. It is explored with few states first, and with all of
 * them where these do not show it.
 */
#ifndef MNCHECK_ENGINE_BALANCE_H
#define MNCHECK_ENGINE_BALANCE_H

#include "engine/engine.h"

enum balance_answer {
	BALANCE_KEPT,
	BALANCE_CHANGED,	/* or it could not be shown */
	BALANCE_LACKS,		/* something must be resolved first */
};

struct balance;

/* For the callbacks of ENGINE, whose program, call graph and settings it shares; free it before ENGINE. */
struct balance *balance_new(struct engine *engine);
void balance_free(struct balance *balance);

/* Whether the call at CAUSE is taken to keep the balance without a look. */
typedef bool balance_exempts(const struct cause *cause, void *context);

/*
 * What the callee of CAUSE (CLOSED, with a body) does to locks. CHANGED where the engine has no call
 * graph. LACKS: adds what must be resolved first to *LACKING, a map by id in ARENA of the balance's
 * causes.
 */
enum balance_answer balance_ask(struct balance *balance, const struct cause *cause,
				balance_exempts *exempts, void *context, struct arena *arena,
				const struct pmap **lacking);

#endif
