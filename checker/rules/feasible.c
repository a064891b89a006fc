// SPDX-License-Identifier: GPL-2.0-only
/* Whether what a run shows may happen: some input leads there. */
#include "rules/judge_state.h"

static bool is_hopeless(uint32_t key, const void *value, void *context)
{
	const struct cause *cause = value;

	(void)key, (void)context;
	return cause->resolved || cause->hopeless || !cause_can_be_resolved(cause);
}

bool can_look(const struct pmap *causes)
{
	return !pmap_each(causes, is_hopeless, NULL);
}

bool may_happen(struct engine *engine, const struct exploration *run, const struct state *state,
		const struct value *value, const struct intset *set, const struct pmap **causes)
{
	/* what can be looked into will tell more */
	if (*causes && can_look(*causes))
		return true;
	enum feasibility feasibility = engine_feasibility(engine, run, state, value, set);

	if (feasibility == FEASIBILITY_UNKNOWN && !*causes)
		*causes = engine_doubts(engine);
	return feasibility != INFEASIBLE;
}

bool outcome_may_happen(struct engine *engine, const struct exploration *run,
			const struct outcome *outcome, const struct intset *bad,
			const struct pmap **causes)
{
	*causes = causes_but_faults(engine, outcome->causes);
	if (bad)
		*causes = causes_unite(engine, *causes, causes_but_faults(engine, outcome->value_causes));
	return may_happen(engine, run, &outcome->state, bad ? outcome->result : NULL, bad, causes);
}
