// SPDX-License-Identifier: GPL-2.0-only
/* What an exploration may spend, and has spent (ASSUMPTIONS.md, Budgets). */
#include "engine/internal.h"

const struct budgets default_budgets = {
	.states_per_block = 24,
	.outcomes = 24,
	.steps = 20000,
	.all_steps = 400000,
	.call_depth = 40,
	.targets = 64,
	.summaries = 24,
	.memory = (size_t)384 << 20,
};

const struct budgets detailed_budgets = {
	.states_per_block = 8000,
	.outcomes = 4000,
	.steps = 100000,
	.all_steps = 100000,
	.call_depth = 40,
	.targets = 64,
	.summaries = 1000,
	.memory = (size_t)384 << 20,
};

uint32_t engine_own_steps(const struct engine *engine)
{
	return engine->steps;
}

uint32_t engine_steps(const struct engine *engine)
{
	const struct search_pair *pair = engine->pair;

	return pair->prover->steps + (pair->searcher ? pair->searcher->steps : 0);
}

void engine_limit_steps(struct engine *engine, uint32_t most)
{
	struct search_pair *pair = engine->pair;

	pair->prover->options.budgets.all_steps = most;
	if (pair->searcher)
		pair->searcher->options.budgets.all_steps = most;
}
