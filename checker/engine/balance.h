/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lock balance: whether a function leaves all locks as it finds them, whoever calls it. Each
 * function is explored by itself, its callees taken to keep the balance, which is then shown of
 * each of them in turn (assume-guarantee reasoning: Jones, "Tentative steps toward a development
 * method for interfering programs", 1983); one that does not is looked into by those that call it.
 * So a driver is covered in one pass over its functions, however deep its calls go.
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

/* For what ENGINE looks at, whose program, call graph and settings it shares; it goes before ENGINE. */
struct balance *balance_new(struct engine *engine);
void balance_free(struct balance *balance);

/* Whether the call at CAUSE is taken to keep the balance without a look. */
typedef bool balance_exempts(const struct cause *cause, void *context);

/*
 * What the function that CAUSE (CLOSED, with a body) calls does to locks; CHANGED where the engine has
 * no call graph. LACKS: what must be
 * resolved is added to *LACKING, a map by id in ARENA whose causes are the balance's.
 */
enum balance_answer balance_ask(struct balance *balance, const struct cause *cause,
				balance_exempts *exempts, void *context, struct arena *arena,
				const struct pmap **lacking);

#endif
