// SPDX-License-Identifier: GPL-2.0-only
/* The search that proves: it keeps every way, and assumes the worst of a call that was not looked into. */
#include "engine/strategy.h"
#include "engine/worklist.h"

/* No state is left out. */
static bool choose(struct worklist *worklist, uint32_t block, const struct state *state)
{
	(void)worklist, (void)block, (void)state;
	return false;
}

/* No state is left out, and none is joined. Where there are too many, the exploration ends. */
static bool give_up_if_full(struct worklist *worklist, uint32_t block, const struct state *state)
{
	struct activation *activation = worklist->activation;
	const struct budgets *budgets = &activation->engine->options.budgets;

	(void)state;
	if (worklist->blocks[block].entries.count <
	    (block == worklist->nblocks ? budgets->outcomes : budgets->states_per_block))
		return false;
	activation->gave_up = cause_at(activation, CAUSE_BUDGET, NULL, activation->info->key, NULL,
				       "states per block");
	return true;
}

/* An opaque call may have written anything there. */
static const struct value *memory_after(struct activation *activation, const struct state *state,
					const struct place *place, const void *epoch)
{
	(void)state;
	return unknown_since(activation, place, epoch);
}

/* Levels of a recursion that counts, which are told apart. */
#define RECURSION_LEVELS 12

/* Constants alone decide how the call goes on, as far as arguments do. */
static bool is_counted(const struct call_context *call)
{
	for (uint32_t i = 0; i < call->narguments; i++)
		if (!intset_is_const(state_range(&call->caller->domain, call->state, call->arguments[i])))
			return false;
	return call->narguments > 0;
}

/* LEVELS: a recursion is followed level by level. */
static struct summary *widen_or_explore(const struct call_context *call, struct function_info *info, bool levels)
{
	bool is_level = info->unfinished.count && info->unfinished.count <= RECURSION_LEVELS &&
			(levels || is_counted(call));
	struct summary *summary = info->unfinished.count && !is_level ?
		widen_unfinished(call, info) : NULL;

	if (summary)
		return summary;
	/* summaries of a recursion that had not settled are kept for their paths alone */
	if (count_usable_summaries(info) >= call->caller->engine->options.budgets.summaries)
		return summarise_context_free(call, info);
	return explore_settled(call->caller->engine, info, call);
}

static struct summary *summarise_anew(const struct call_context *call, struct function_info *info)
{
	return widen_or_explore(call, info, false);
}

static struct summary *summarise_in_detail(const struct call_context *call, struct function_info *info)
{
	return widen_or_explore(call, info, true);
}

/* A walk with few missing bodies soon shows that they lead nowhere. */
static uint32_t frontier_distance(const struct engine *engine, const struct cause *cause,
				  size_t gaps, unsigned event)
{
	(void)engine, (void)cause, (void)event;
	return (uint32_t)gaps + 1;
}

const struct strategy prover_strategy = {
	.context_shares = 1,
	.keeps_ways_apart = false,
	.leaves_ways_out = false,
	.rounds_told_apart = 1,
	.choose = choose,
	.memory_after = memory_after,
	.survives = NULL,
	.takes_known_targets = false,
	.summarise_anew = summarise_anew,
	.frontier_distance = frontier_distance,
};

const struct strategy detailed_prover_strategy = {
	.context_shares = 1,
	.keeps_ways_apart = true,
	.leaves_ways_out = false,
	.rounds_told_apart = 64,
	.choose = give_up_if_full,
	.memory_after = memory_after,
	.survives = NULL,
	.takes_known_targets = false,
	.summarise_anew = summarise_in_detail,
	.frontier_distance = frontier_distance,
};
