// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exploring one function: a worklist of states per block, in reverse post-order.
 *
 * States that hold the same memory, locks and temporaries are one, with their facts
 * united: which way a branch went that left no trace in memory does not matter. States that
 * differ are kept apart, until a block has too many of them, or a loop comes round: then
 * those are joined that agree on what they hold locked and on the constants in their scalar
 * locals (so that `ret = -EAGAIN` and `ret = 0` stay apart); scalars that never settle are
 * left out of that comparison; and what keeps growing is widened.
 */
#include <string.h>

#include "base/process.h"
#include "engine/internal.h"

#define RESULT_TEMP UINT32_MAX	/* key in state->temps of the value returned */
#define JOINS_BEFORE_WIDENING 3
#define FACT_UPDATES_BEFORE_WIDENING 6
#define CONSTANTS_BEFORE_UNSTABLE 4
#define CLASSES_AT_LOOP_HEAD 12
/* What a scout keeps: states of one block, ways out with one kind of result. */
#define BEAM 8
#define BEAM_OUTCOMES 3

struct entry {
	struct state state;
	uint32_t joins, fact_updates;
	bool queued;
};

struct block_entries {
	VEC(struct entry) entries;
	struct intmap unstable;	/* ids of places whose constants do not settle */
	uint32_t queued;
};

struct worklist {
	struct activation *activation;
	struct block_entries *blocks;	/* by block; one more at the end: the exits */
	uint32_t nblocks;
	uint32_t *by_rank;	/* blocks in reverse post-order */
};

/* ---- what is dead ---- */

struct pruning {
	struct activation *activation;
	struct state *state;
	uint32_t block;		/* nblocks: at the exit */
};

static bool drop_dead_region(uint32_t key, const void *contents, void *context)
{
	struct pruning *p = context;
	const struct ir_function *function = p->activation->function;
	const struct region *region = region_by_id(p->activation->engine->values, key);
	const struct region *root = region_root(region);

	(void)contents;
	if (root->kind != REGION_LOCAL)
		return true;
	if (p->block < function->nblocks) {
		const struct ir_local *local = &function->locals[root->index];

		if (local->address_taken || local->type.kind == IR_AGG ||
		    bit_is_set(p->activation->info->cfg->live_locals[p->block], root->index))
			return true;
	}
	state_drop_region(&p->activation->domain, p->state, region);
	return true;
}

static bool drop_dead_temp(uint32_t key, const void *value, void *context)
{
	struct pruning *p = context;
	const struct cfg *cfg = p->activation->info->cfg;

	(void)value;
	if (!bit_is_set(cfg->live_temps[p->block], key))
		p->state->temps = pmap_remove(p->activation->scratch, p->state->temps, key);
	return true;
}

static bool drop_escaped_local(uint32_t key, const void *value, void *context)
{
	struct pruning *p = context;
	const struct region *region = value;

	if (region->kind == REGION_LOCAL)
		p->state->escaped = pmap_remove(p->activation->scratch, p->state->escaped, key);
	return true;
}

static void prune(struct activation *activation, struct state *state, uint32_t block)
{
	struct pruning p = { activation, state, block };

	pmap_each(state->memory, drop_dead_region, &p);
	if (block < activation->function->nblocks)
		pmap_each(state->temps, drop_dead_temp, &p);
	else
		pmap_each(state->escaped, drop_escaped_local, &p);
}

/* ---- which states are alike ---- */

struct discriminator {
	struct worklist *worklist;
	const struct block_entries *at;
	const struct state *state;
	uint64_t hash;
};

static bool mix_constant(uint32_t key, const void *value, void *context)
{
	struct discriminator *d = context;
	const struct value *v = value;
	struct activation *activation = d->worklist->activation;

	if (intmap_has(&d->at->unstable, key) || v->kind == VALUE_FILL)
		return true;
	const struct intset *range = state_range(&activation->domain, d->state, v);
	if (intset_is_const(range))
		d->hash += hash_mix(hash_mix(key, 7), intset_min(range));
	return true;
}

static bool mix_region(uint32_t key, const void *contents, void *context)
{
	struct discriminator *d = context;
	const struct region *region = region_by_id(d->worklist->activation->engine->values, key);

	return region->kind != REGION_LOCAL || pmap_each(contents, mix_constant, context);
}

static bool mix_lock(uint32_t key, const void *lock, void *context)
{
	struct discriminator *d = context;

	d->hash += hash_mix(hash_mix(key, 11), (uint64_t)((const struct lock *)lock)->count);
	return true;
}

/* Equal for states that may be joined. */
static uint64_t discriminate(struct worklist *worklist, const struct block_entries *at,
			     const struct state *state, bool locks_only)
{
	struct discriminator d = { worklist, at, state, 0 };
	const struct value *result = pmap_get(state->temps, RESULT_TEMP);

	pmap_each(state->locks, mix_lock, &d);
	if (locks_only)
		return d.hash;
	pmap_each(state->memory, mix_region, &d);
	if (result)
		mix_constant(RESULT_TEMP, result, &d);
	return d.hash;
}

struct settling {
	struct worklist *worklist;
	struct block_entries *at;
	const struct state *state;
	struct intmap counts;	/* place id -> number of distinct constants seen */
	struct intmap seen;	/* (place, constant) */
};

static bool count_constant(uint32_t key, const void *value, void *context)
{
	struct settling *s = context;
	const struct value *v = value;

	if (v->kind == VALUE_FILL)
		return true;
	const struct intset *range = state_range(&s->worklist->activation->domain, s->state, v);
	uint64_t seen = hash_mix(key, intset_is_const(range) ? intset_min(range) : 0x5eed);
	if (intmap_set(&s->seen, seen, s))
		return true;
	uintptr_t count = (uintptr_t)intmap_get(&s->counts, key) + 1;
	intmap_set(&s->counts, key, (void *)count);
	if (count > CONSTANTS_BEFORE_UNSTABLE)
		intmap_set(&s->at->unstable, key, s->at);
	return true;
}

static bool count_region(uint32_t key, const void *contents, void *context)
{
	struct settling *s = context;
	const struct region *region = region_by_id(s->worklist->activation->engine->values, key);

	return region->kind != REGION_LOCAL || pmap_each(contents, count_constant, context);
}

/* Finds the places that hold a new constant in each round. */
static void find_unstable(struct worklist *worklist, struct block_entries *at)
{
	struct settling s = { .worklist = worklist, .at = at };

	vec_each(entry, &at->entries) {
		s.state = &entry->state;
		pmap_each(entry->state.memory, count_region, &s);
	}
	intmap_free(&s.counts);
	intmap_free(&s.seen);
}

/* ---- the worklist ---- */

static void queue_entry(struct block_entries *at, struct entry *entry)
{
	at->queued += !entry->queued;
	entry->queued = true;
}

static const void *join_site(struct worklist *worklist, uint32_t block)
{
	const struct ir_function *function = worklist->activation->function;

	/* one past the last block stands for the exit */
	return function->blocks + block;
}

static void shorter_trace(struct state *into, const struct state *other)
{
	uint32_t a = into->trace ? into->trace->length : 0;
	uint32_t b = other->trace ? other->trace->length : 0;

	if (b < a)
		into->trace = other->trace;
}

static bool count_difference(uint32_t key, const void *a, const void *b, void *context)
{
	unsigned *differences = context;

	(void)key;
	if (a != b)
		++*differences;
	return *differences < 2;
}

/*
 * Where facts differ on one value alone, that value in either set is just what both states say.
 * Where they differ on several, how these go together would be lost: `!a || b`, then `a && !b`.
 */
static bool unites_exactly(const struct state *a, const struct state *b)
{
	unsigned differences = 0;

	pmap_diff(a->facts, b->facts, count_difference, &differences);
	return differences < 2;
}

/* States of a block up to which none are united that would lose something by it. */
#define STATES_KEPT_APART 2

/* ---- a scout's choice ---- */

struct weighing {
	struct engine *engine;
	size_t weight;
};

static bool add_weight(uint32_t key, const void *cause, void *context)
{
	struct weighing *weighing = context;

	(void)key;
	weighing->weight += cause_weight(weighing->engine, cause);
	return true;
}

/* How much there is to look into before it is known whether the way to STATE is open. */
static size_t weigh(struct worklist *worklist, const struct state *state)
{
	struct weighing weighing = { worklist->activation->engine, 0 };

	pmap_each(causes_of_facts(weighing.engine, state), add_weight, &weighing);
	return weighing.weight;
}

/*
 * For a scout, where ways meet and the one that they become would hang on what either hung on
 * (UNITED does), the one goes on that hangs on less. Returns whether that is the new one, STATE.
 */
static bool prefer_lighter(struct worklist *worklist, struct entry *entry,
			   const struct state *state, struct state *united)
{
	bool is_lighter = weigh(worklist, state) < weigh(worklist, &entry->state);

	*united = is_lighter ? *state : entry->state;
	return is_lighter;
}

static bool unite_with_equal(struct worklist *worklist, struct block_entries *at,
			     struct state *state)
{
	struct domain *domain = &worklist->activation->domain;
	/* a scout, which keeps few states, has room for it in the callback itself alone */
	bool has_room = at->entries.count < STATES_KEPT_APART &&
			(!worklist->activation->engine->main || !worklist->activation->depth);

	vec_each(entry, &at->entries) {
		if (!state_same_memory(&entry->state, state))
			continue;
		if (has_room && !unites_exactly(&entry->state, state))
			continue;
		bool widen = entry->fact_updates > FACT_UPDATES_BEFORE_WIDENING;
		struct state united = entry->state;
		bool changed = state_unite_facts(domain, &united, state, widen);

		if (worklist->activation->engine->main && united.lost != entry->state.lost)
			changed = prefer_lighter(worklist, entry, state, &united);
		entry->state = united;
		if (changed) {
			entry->fact_updates++;
			queue_entry(at, entry);
		}
		return true;
	}
	return false;
}

static bool join_with_alike(struct worklist *worklist, uint32_t block, struct block_entries *at,
			    struct state *state, bool in_loop, bool locks_only)
{
	struct domain *domain = &worklist->activation->domain;
	uint64_t wanted = discriminate(worklist, at, state, locks_only);

	vec_each(entry, &at->entries) {
		if (discriminate(worklist, at, &entry->state, locks_only) != wanted ||
		    !state_same_locks(&entry->state, state))
			continue;
		bool widen = in_loop && entry->joins >= JOINS_BEFORE_WIDENING;
		struct state joined = state_join(domain, &entry->state, state,
						 join_site(worklist, block), widen);

		shorter_trace(&joined, state);
		if (!state_same_memory(&joined, &entry->state) ||
		    !pmap_equal(joined.facts, entry->state.facts)) {
			entry->joins++;
			queue_entry(at, entry);
		}
		entry->state = joined;
		return true;
	}
	return false;
}

/*
 * A scout needs one way, not all: it keeps some states of a block and leaves the others out, so that
 * none is blurred by a join (a beam search: Lowerre, "The HARPY speech recognition system", 1976).
 * Of the ways out it keeps some of each kind of result, within a function those of many kinds, which
 * are told apart as for a join; and of one kind those that hang on least.
 */
static uint64_t result_kind(struct worklist *worklist, const struct state *state)
{
	const struct value *result = pmap_get(state->temps, RESULT_TEMP);

	if (!result)
		return 0;
	const struct intset *range = state_range(&worklist->activation->domain, state, result);
	if (!intset_is_const(range))
		return 1;
	return intset_min(range) ? 2 + (intset_min(range) >> (range->width - 1)) : 4;
}

static uint64_t kind_of(struct worklist *worklist, uint32_t block, const struct state *state)
{
	return block == worklist->nblocks ? result_kind(worklist, state) :
		discriminate(worklist, &worklist->blocks[block], state, false);
}

static bool beam_is_full(struct worklist *worklist, uint32_t block, const struct state *state)
{
	const struct block_entries *at = &worklist->blocks[block];
	uint64_t kind;
	size_t alike = 0;

	if (block < worklist->nblocks)
		return at->entries.count >= BEAM;
	kind = kind_of(worklist, block, state);
	vec_each(entry, &at->entries)
		alike += kind_of(worklist, block, &entry->state) == kind;
	return alike >= BEAM_OUTCOMES;
}

/* Of the entries of STATE's kind the one that hangs on most, and on more than STATE does. */
static struct entry *find_heavier(struct worklist *worklist, uint32_t block,
				  const struct state *state)
{
	uint64_t kind = kind_of(worklist, block, state);
	size_t most = weigh(worklist, state);
	struct entry *heaviest = NULL;

	vec_each(entry, &worklist->blocks[block].entries) {
		size_t weight;

		if (kind_of(worklist, block, &entry->state) != kind)
			continue;
		weight = weigh(worklist, &entry->state);
		if (weight > most) {
			most = weight;
			heaviest = entry;
		}
	}
	return heaviest;
}

/*
 * If STATE is of a kind that none of the entries is of: one of a kind that several are of, which has
 * been run already, if there is such.
 */
static struct entry *find_twin(struct worklist *worklist, uint32_t block,
			       const struct state *state)
{
	struct block_entries *at = &worklist->blocks[block];
	uint64_t kinds[BEAM], kind = kind_of(worklist, block, state);
	struct entry *twin = NULL;

	for (size_t i = 0; i < at->entries.count && i < BEAM; i++) {
		struct entry *entry = &at->entries.data[i];

		kinds[i] = kind_of(worklist, block, &entry->state);
		if (kinds[i] == kind)
			return NULL;
		for (size_t j = 0; j < i; j++)
			if (kinds[j] == kinds[i] && (!twin || twin->queued))
				twin = entry;
	}
	return twin;
}

/* STATE goes on in the place of one that is worth less, if there is such. */
static void displace(struct worklist *worklist, uint32_t block, const struct state *state)
{
	struct entry *lesser = block < worklist->nblocks ? find_twin(worklist, block, state) : NULL;

	if (!lesser)
		lesser = find_heavier(worklist, block, state);
	if (!lesser)
		return;
	*lesser = (struct entry){ .state = *state, .queued = lesser->queued };
	queue_entry(&worklist->blocks[block], lesser);
}

static void insert(struct worklist *worklist, uint32_t block, struct state *state)
{
	struct activation *activation = worklist->activation;
	const struct cfg *cfg = activation->info->cfg;
	struct block_entries *at = &worklist->blocks[block];
	bool exit = block == worklist->nblocks;
	bool head = !exit && cfg->is_head[block];
	uint32_t limit = exit ? activation->engine->options.budgets.outcomes :
			 head ? CLASSES_AT_LOOP_HEAD :
			 activation->engine->options.budgets.states_per_block;

	prune(activation, state, block);
	if (unite_with_equal(worklist, at, state))
		return;
	if (activation->engine->main && !head && beam_is_full(worklist, block, state)) {
		displace(worklist, block, state);
		return;
	}
	bool full = at->entries.count >= limit;
	if (full)
		find_unstable(worklist, at);
	bool in_loop = !exit && cfg->in_loop[block];
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
	vec_push(&at->entries, (struct entry){ .state = *state });
	queue_entry(at, &vec_last(&at->entries));
}

void enqueue(struct worklist *worklist, uint32_t block, struct state *state)
{
	insert(worklist, block, state);
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
	insert(worklist, worklist->nblocks, state);
}

/* Outcomes with different truth are different outcomes, also where nothing branched on it. */
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

bool is_raw(const struct value *value)
{
	const struct symbol *symbol;

	while (value->kind == VALUE_OPERATION && !value->b)
		value = value->a;
	if (value->kind != VALUE_SYMBOL)
		return false;
	symbol = value->symbol;
	while (symbol->kind == SYMBOL_INNER && symbol->inner->kind == VALUE_SYMBOL)
		symbol = symbol->inner->symbol;
	return symbol->kind == SYMBOL_ENTRY || symbol->kind == SYMBOL_MEMORY ||
	       symbol->kind == SYMBOL_INDETERMINATE;
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

static void run_queued(struct worklist *worklist, uint32_t block)
{
	struct activation *activation = worklist->activation;
	struct block_entries *at = &worklist->blocks[block];

	for (size_t i = 0; i < at->entries.count; i++) {
		if (!at->entries.data[i].queued)
			continue;
		at->entries.data[i].queued = false;
		at->queued--;
		struct state state = at->entries.data[i].state;

		activation->steps++;
		activation->engine->steps++;
		execute_block(activation, worklist, block, &state);
		return;
	}
}

static void begin_worklist(struct worklist *worklist, struct activation *activation)
{
	const struct cfg *cfg = activation->info->cfg;
	uint32_t n = activation->function->nblocks;

	worklist->activation = activation;
	worklist->nblocks = n;
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
		vec_free(&worklist->blocks[b].entries);
		intmap_free(&worklist->blocks[b].unstable);
	}
	free(worklist->blocks);
	free(worklist->by_rank);
}

static uint32_t steps_in_all(const struct engine *engine)
{
	const struct engine *other = engine->main ? engine->main : engine->scout;

	return engine->steps + (other ? other->steps : 0);
}

static size_t memory_in_all(const struct engine *engine)
{
	const struct engine *other = engine->main ? engine->main : engine->scout;

	return arena_used(engine->arena) + engine->kept +
	       (other ? arena_used(other->arena) + other->kept : 0);
}

static void check_budgets(struct activation *activation)
{
	const struct engine *engine = activation->engine;
	const struct budgets *budgets = &engine->options.budgets;
	const char *spent = NULL;

	if (activation->steps > budgets->steps)
		spent = "steps per function";
	else if (steps_in_all(engine) > budgets->all_steps)
		spent = "steps in all";
	else if (arena_used(activation->scratch) > budgets->memory ||
		 memory_in_all(engine) > budgets->memory)
		spent = "memory";
	if (spent)
		activation->gave_up = cause_at(activation, CAUSE_BUDGET, NULL,
					       activation->info->key, NULL, spent);
}

void explore_blocks(struct activation *activation)
{
	struct worklist worklist;
	struct state start = { 0 };
	uint32_t block;

	begin_worklist(&worklist, activation);
	enqueue(&worklist, 0, &start);
	while (!activation->gave_up && !process_interrupted() &&
	       (block = first_queued(&worklist)) < worklist.nblocks) {
		run_queued(&worklist, block);
		check_budgets(activation);
	}
	vec_each(entry, &worklist.blocks[worklist.nblocks].entries)
		emit_outcome(activation, entry->state);
	activation->result->incomplete = activation->gave_up;
	keep_result(activation);
	end_worklist(&worklist);
}
