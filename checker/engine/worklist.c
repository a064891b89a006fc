// SPDX-License-Identifier: GPL-2.0-only
/* Exploring one function: a worklist of states per block, run in reverse post-order. */
#include "engine/worklist.h"

#include <string.h>

#include "base/process.h"
#include "engine/entry_cases.h"
#include "engine/strategy.h"

static void add_entry(struct block_states *at, const struct state *state, uint64_t memory)
{
	vec_push(&at->entries, (struct block_state){ .state = *state, .memory = memory });
	queue_entry(at, &vec_last(&at->entries));
}

void enqueue(struct worklist *worklist, uint32_t block, struct state *state)
{
	struct activation *activation = worklist->activation;
	const struct cfg *cfg = activation->info->cfg;
	struct block_states *at = &worklist->blocks[block];
	bool exit = block == worklist->nblocks;
	bool head = !exit && cfg->is_head[block];
	uint32_t limit = exit ? activation->engine->options.budgets.outcomes :
			 head ? CLASSES_AT_LOOP_HEAD :
			 activation->engine->options.budgets.states_per_block;

	if (head)
		note_arrival(worklist, block);
	uint32_t rounds = rounds_counted(worklist, block);
	if (rounds > limit)
		limit = rounds;
	drop_dead(activation, state, block);
	uint64_t memory = state_memory_hash(state);
	if (unite_with_equal(worklist, at, state, memory))
		return;
	if (activation->engine->strategy->choose(worklist, block, state))
		return;
	bool in_loop = !exit && cfg->in_loop[block];
	if (activation->engine->options.merges_by_locks &&
	    join_with_alike(worklist, block, at, state, in_loop, true))
		return;
	if (activation->engine->strategy->keeps_ways_apart) {
		add_entry(at, state, memory);
		return;
	}
	bool full = at->entries.count >= limit;
	if (full)
		find_unstable(worklist, at);
	if ((head || full) && join_with_alike(worklist, block, at, state, in_loop, false))
		return;
	if (at->entries.count >= 2 * limit &&
	    join_with_alike(worklist, block, at, state, in_loop, true))
		return;
	if (at->entries.count >= 4 * limit) {
		activation->gave_up = cause_at(activation, CAUSE_BUDGET, NULL,
					       activation->info->key, NULL, "states per block");
		return;
	}
	add_entry(at, state, memory);
}

/* ---- exits ---- */

static void exit_with(struct worklist *worklist, struct state *state, const struct value *result,
		      const struct ir_inst *site)
{
	struct activation *activation = worklist->activation;

	state->temps = NULL;
	if (result) {
		const struct intset *range = state_range(&activation->domain, state, result);

		if (intset_is_const(range))
			result = value_const(activation->engine->values, result->width,
					     intset_min(range));
		state->temps = pmap_set(activation->scratch, NULL, RESULT_TEMP, result);
		trace_add(activation, state, site, (struct trace){
			.kind = TRACE_RETURN, .value = result, .range = range });
	}
	enqueue(worklist, worklist->nblocks, state);
}

/* Two truth values of a result are two outcomes, also where no branch told them apart. */
void add_exit(struct worklist *worklist, struct state *state, const struct value *result,
	      const struct ir_inst *site)
{
	struct activation *activation = worklist->activation;
	struct domain *domain = &activation->domain;

	if (!result || result->kind == VALUE_CONST ||
	    intset_size(state_range(domain, state, result)) != 2) {
		exit_with(worklist, state, result, site);
		return;
	}
	const struct intset *range = state_range(domain, state, result);
	for (uint32_t i = 0; i < range->count; i++) {
		for (uint64_t v = range->ranges[i].low;; v++) {
			struct state one = *state;

			if (state_assume(domain, &one, result, intset_const(values_pool(
					activation->engine->values), result->width, v)))
				exit_with(worklist, &one, result, site);
			if (v == range->ranges[i].high)
				break;
		}
	}
}

static void emit_outcome(struct activation *activation, struct state state)
{
	struct engine *engine = activation->engine;
	struct outcome outcome = { .result = pmap_get(state.temps, RESULT_TEMP) };

	state.temps = NULL;
	outcome.state = state;
	outcome.calls = state.notes;
	outcome.causes = causes_of_facts(engine, &state);
	if (outcome.result) {
		outcome.range = state_range(&activation->domain, &state, outcome.result);
		outcome.value_causes = intset_is_const(outcome.range) ? NULL :
			causes_of_value(engine, outcome.result);
		outcome.raw = is_raw(outcome.result);
	}
	vec_push(&activation->result->outcomes, outcome);
}

/* ---- the main loop ---- */

static uint32_t first_queued(const struct worklist *worklist)
{
	for (uint32_t rank = 0; rank < worklist->nblocks; rank++)
		if (worklist->blocks[worklist->by_rank[rank]].queued)
			return worklist->by_rank[rank];
	return worklist->nblocks;
}

/* So many places that a store may have hit cost as much as a block. */
#define MIXED_IN_A_STEP 64

static void count_steps(struct activation *activation, uint32_t steps)
{
	activation->steps += steps;
	activation->engine->steps += steps;
}

static void run_queued(struct worklist *worklist, uint32_t block)
{
	struct activation *activation = worklist->activation;
	struct block_states *at = &worklist->blocks[block];

	for (size_t i = 0; i < at->entries.count; i++) {
		if (!at->entries.data[i].queued)
			continue;
		at->entries.data[i].queued = false;
		at->queued--;
		struct state state = at->entries.data[i].state;

		uint64_t mixed = activation->domain.mixed;
		uint32_t steps = activation->engine->steps;

		worklist->from = block;
		execute_block(activation, worklist, block, &state);
		if (activation->engine->steps != steps)
			note_new_context(worklist, block);
		count_steps(activation, 1 + (uint32_t)((activation->domain.mixed - mixed) / MIXED_IN_A_STEP));
		return;
	}
}

static void begin_worklist(struct worklist *worklist, struct activation *activation)
{
	const struct cfg *cfg = activation->info->cfg;
	uint32_t n = activation->function->nblocks;

	worklist->activation = activation;
	worklist->nblocks = worklist->from = n;
	worklist->blocks = xcalloc(n + 1, sizeof(*worklist->blocks));
	worklist->by_rank = xcalloc(n, sizeof(*worklist->by_rank));
	for (uint32_t b = 0, unreached = n; b < n; b++) {
		if (cfg->rank[b] < n)
			worklist->by_rank[cfg->rank[b]] = b;
		else
			worklist->by_rank[--unreached] = b;
	}
}

static void end_worklist(struct worklist *worklist)
{
	for (uint32_t b = 0; b <= worklist->nblocks; b++) {
		vec_each(entry, &worklist->blocks[b].entries)
			vec_free(&entry->constants);
		vec_free(&worklist->blocks[b].entries);
		intmap_free(&worklist->blocks[b].places);
		intmap_free(&worklist->blocks[b].unstable);
	}
	free(worklist->blocks);
	free(worklist->by_rank);
}

static size_t memory_of(const struct engine *engine)
{
	return engine ? arena_used(engine->arena) + engine->kept : 0;
}

/* What the activations under way hold, each the states of its own blocks. */
static size_t memory_under_way(const struct engine *engine)
{
	size_t sum = 0;

	vec_each(activation, &engine->stack)
		sum += arena_used((*activation)->scratch);
	return sum;
}

/* One run of a block, whose calls and choices each part the states, is no longer than so many runs are. */
#define FORKS_OF_BLOCK 60000

void check_budgets(struct activation *activation)
{
	const struct engine *engine = activation->engine;
	const struct search_pair *pair = engine->pair;
	const struct budgets *budgets = &engine->options.budgets;
	const char *spent = NULL;

	if (activation->steps > budgets->steps || activation->forks > FORKS_OF_BLOCK)
		spent = "steps per function";
	else if (engine_steps(engine) > budgets->all_steps)
		spent = "steps in all";
	else if (memory_under_way(engine) > budgets->memory ||
		 memory_of(pair->prover) + memory_of(pair->searcher) > budgets->memory)
		spent = "memory";
	if (spent)
		activation->gave_up = cause_at(activation, CAUSE_BUDGET, NULL,
					       activation->info->key, NULL, spent);
}

static bool lacks_header(const struct ir_unit *unit)
{
	vec_each(problem, &unit->problems)
		if (ends_with(*problem, "' file not found"))
			return true;
	return false;
}

/* Explores the function from START, its first state. */
static void explore_from(struct activation *activation, struct state start)
{
	struct worklist worklist;
	uint32_t block;

	if (lacks_header(activation->unit))
		note_assumption(activation, ASSUMPTION_MISSING_HEADER, NULL, NULL);
	begin_worklist(&worklist, activation);
	enqueue(&worklist, 0, &start);
	while (!activation->gave_up && !activation->late && !process_interrupted() &&
	       (block = first_queued(&worklist)) < worklist.nblocks) {
		run_queued(&worklist, block);
		check_budgets(activation);
	}
	vec_each(entry, &worklist.blocks[worklist.nblocks].entries)
		emit_outcome(activation, entry->state);
	activation->result->incomplete = activation->gave_up;
	end_worklist(&worklist);
}

/* Explores KNOWN. Where it lacks an equality it tells nothing, and the cases that have it come to CASES. */
static void explore_case(struct activation *activation, const struct entry_case *known, entry_cases *cases)
{
	struct exploration *result = activation->result;
	__typeof__(result->events) before = result->events;
	size_t outcomes = result->outcomes.count;
	struct state start;

	if (!begin_case(activation, known, &start))
		return;
	memset(&result->events, 0, sizeof(result->events));
	activation->entry_case = known;
	activation->late = NULL;
	explore_from(activation, start);
	activation->entry_case = NULL;
	if (activation->late && !activation->gave_up) {
		result->outcomes.count = outcomes;
		part_case(known, activation->late, cases);
	} else {
		vec_each(event, &result->events)
			vec_push(&before, *event);
	}
	vec_free(&result->events);
	result->events = before;
}

void explore_blocks(struct activation *activation)
{
	entry_cases cases = { 0 };

	vec_push(&cases, (struct entry_case){ .count = 0 });
	for (size_t i = 0; i < cases.count && !activation->gave_up; i++) {
		const struct entry_case known = cases.data[i];

		explore_case(activation, &known, &cases);
	}
	vec_free(&cases);
	keep_result(activation);
}
