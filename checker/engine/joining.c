// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which states of a block become one.
 *
 * States with the same memory, locks and temporaries become one, with their facts united: it does not
 * matter which way a branch went that left no trace in memory. Other states are kept apart until a block
 * has too many of them, or a loop comes round. Then those are joined that agree on their locks and on
 * the constants in their scalar locals, so that `ret = -EAGAIN` and `ret = 0` stay apart. Scalars that
 * never settle are left out of that comparison. What keeps growing is widened.
 */
#include "engine/strategy.h"
#include "engine/worklist.h"

#define JOINS_BEFORE_WIDENING 3
#define FACT_UPDATES_BEFORE_WIDENING 6
#define CONSTANTS_BEFORE_UNSTABLE 4
#define ERRNO_MAX 4095

/* ---- what is dead ---- */

struct pruning {
	struct activation *activation;
	struct state *state;
	uint32_t block;		/* nblocks: at the exit */
	const struct region *sought;	/* a variable */
};

/* Whether VALUE leads to P's variable: it is an address in it, or is made of one. */
static bool leads_to(const struct pruning *p, const struct value *value)
{
	const struct region *region = value->region;

	switch (value->kind) {
	case VALUE_OPERATION:
		return leads_to(p, value->a) || (value->b && leads_to(p, value->b));
	case VALUE_ADDRESS:
	case VALUE_FILL:
		for (; region && region->kind == REGION_ELEMENT; region = region->parent)
			if (leads_to(p, region->value))
				return true;
		return region && (region == p->sought ||
				  (region->kind == REGION_POINTEE && leads_to(p, region->value)));
	default:
		return false;
	}
}

static bool leads_elsewhere(uint32_t key, const void *value, void *context)
{
	(void)key;
	return !leads_to(context, value);
}

/* What the variable holds of itself does not keep it. */
static bool region_leads_elsewhere(uint32_t key, const void *contents, void *context)
{
	struct pruning *p = context;

	return region_root(region_by_id(p->activation->engine->values, key)) == p->sought ||
	       pmap_each(contents, leads_elsewhere, p);
}

static bool targets_lead_elsewhere(uint32_t key, const void *value, void *context)
{
	const struct pointees *targets = value;

	(void)key;
	for (uint32_t i = 0; i < targets->count; i++)
		if (leads_to(context, targets->at[i]))
			return false;
	return true;
}

static bool lock_is_elsewhere(uint32_t key, const void *lock, void *context)
{
	(void)key;
	return !leads_to(context, ((const struct lock *)lock)->address);
}

/* Whether something in P's state leads to REGION, a variable, but for its name. */
static bool is_held(struct pruning *p, const struct region *region)
{
	const struct state *state = p->state;

	p->sought = region;
	return pmap_get(state->escaped, region->id) || pmap_get(state->wild, region->id) ||
	       !pmap_each(state->memory, region_leads_elsewhere, p) ||
	       !pmap_each(state->temps, leads_elsewhere, p) ||
	       !pmap_each(state->targets, targets_lead_elsewhere, p) ||
	       !pmap_each(state->locks, lock_is_elsewhere, p);
}

static bool drop_dead_region(uint32_t key, const void *contents, void *context)
{
	struct pruning *p = context;
	const struct ir_function *function = p->activation->function;
	const struct region *region = region_by_id(p->activation->engine->values, key);
	const struct region *root = region_root(region);

	(void)contents;
	if (root->kind != REGION_LOCAL || root->index == RESULT_LOCAL)
		return true;
	if (p->block < function->nblocks) {
		const struct ir_local *local = &function->locals[root->index];

		if (bit_is_set(p->activation->info->cfg->live_locals[p->block], root->index) ||
		    ((local->address_taken || local->type.kind == IR_AGG) && is_held(p, root)))
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

void drop_dead(struct activation *activation, struct state *state, uint32_t block)
{
	struct pruning p = { .activation = activation, .state = state, .block = block };

	pmap_each(state->memory, drop_dead_region, &p);
	if (block < activation->function->nblocks) {
		pmap_each(state->temps, drop_dead_temp, &p);
	} else {
		pmap_each(state->escaped, drop_escaped_local, &p);
		drop_settled_rows(activation, state);
	}
}

/* ---- which states are alike ---- */

struct discriminator {
	struct worklist *worklist;
	const struct block_states *at;
	const struct state *state;
	bool tells_addresses;	/* in a loop that counts: it may count by a pointer */
	uint64_t hash;
};

static bool mix_constant(uint32_t key, const void *value, void *context)
{
	struct discriminator *d = context;
	const struct value *v = value;
	struct activation *activation = d->worklist->activation;

	if (intmap_has(&d->at->unstable, key) || v->kind == VALUE_FILL)
		return true;
	/* a walk over a local is a short one */
	if (v->kind == VALUE_ADDRESS &&
	    (d->tells_addresses || region_root(v->region)->kind == REGION_LOCAL)) {
		d->hash += hash_mix(hash_mix(key, 13), v->id);
		return true;
	}
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

/* Callers tell results apart by their truth, and errors from the rest. */
static void mix_result(struct discriminator *d, const struct value *result)
{
	struct activation *activation = d->worklist->activation;
	const struct intset *range = state_range(&activation->domain, d->state, result);
	struct intset_pool *pool = values_pool(activation->engine->values);

	if (intset_is_const(range))
		mix_constant(RESULT_TEMP, result, d);
	else if (activation->engine->options.merges_by_locks && range->width >= 32 &&
		 intset_subset(range, intset_range(pool, range->width, (uint64_t)-ERRNO_MAX, (uint64_t)-1)))
		d->hash += hash_mix(RESULT_TEMP, ERRNO_MAX);
}

static bool tells_addresses(const struct worklist *worklist, const struct block_states *at)
{
	return rounds_counted(worklist, (uint32_t)(at - worklist->blocks)) > 0;
}

uint64_t discriminate(struct worklist *worklist, const struct block_states *at,
		      const struct state *state, bool locks_only)
{
	struct discriminator d = { .worklist = worklist, .at = at, .state = state };
	const struct value *result = pmap_get(state->temps, RESULT_TEMP);

	d.tells_addresses = tells_addresses(worklist, at);
	pmap_each(state->locks, mix_lock, &d);
	if (!locks_only)
		pmap_each(state->memory, mix_region, &d);
	if (result && (!locks_only || worklist->activation->engine->options.merges_by_locks))
		mix_result(&d, result);
	return d.hash;
}

uint64_t kind_of_entry(struct worklist *worklist, const struct block_states *at, struct block_state *entry,
		       bool locks_only)
{
	struct known_kind *known = &entry->known[locks_only];
	/* unstable places are only added */
	size_t version = 1 + 2 * at->unstable.base.count + tells_addresses(worklist, at);

	if (known->version != version) {
		known->hash = discriminate(worklist, at, &entry->state, locks_only);
		known->version = version;
	}
	return known->hash;
}

struct collecting {
	struct worklist *worklist;
	struct block_states *at;
	struct block_state *entry;
};

static uint32_t number_of_place(struct block_states *at, uint32_t id)
{
	uintptr_t number = (uintptr_t)intmap_get(&at->places, id);

	if (!number) {
		number = at->places.base.count + 1;
		intmap_set(&at->places, id, (void *)number);
	}
	return (uint32_t)number - 1;
}

static bool collect_constant(uint32_t key, const void *value, void *context)
{
	struct collecting *c = context;
	const struct value *v = value;

	if (v->kind == VALUE_FILL)
		return true;
	const struct intset *range = state_range(&c->worklist->activation->domain, &c->entry->state, v);
	vec_push(&c->entry->constants, (struct known_constant){
		number_of_place(c->at, key), intset_is_const(range) ? intset_min(range) : 0x5eed });
	return true;
}

static bool collect_region(uint32_t key, const void *contents, void *context)
{
	struct collecting *c = context;
	const struct region *region = region_by_id(c->worklist->activation->engine->values, key);

	return region->kind != REGION_LOCAL || pmap_each(contents, collect_constant, context);
}

static void collect_constants(struct worklist *worklist, struct block_states *at, struct block_state *entry)
{
	struct collecting c = { worklist, at, entry };

	if (entry->has_constants)
		return;
	vec_clear(&entry->constants);
	pmap_each(entry->state.memory, collect_region, &c);
	entry->has_constants = true;
}

/* The constants of one place. */
struct settled {
	uint32_t count;		/* of `seen` */
	uint64_t seen[CONSTANTS_BEFORE_UNSTABLE];
};

/* Returns false: there are too many. */
static bool count_constant(struct settled *place, uint64_t bits)
{
	for (uint32_t i = 0; i < place->count; i++)
		if (place->seen[i] == bits)
			return true;
	if (place->count == CONSTANTS_BEFORE_UNSTABLE)
		return false;
	place->seen[place->count++] = bits;
	return true;
}

void find_unstable(struct worklist *worklist, struct block_states *at)
{
	vec_each(entry, &at->entries)
		collect_constants(worklist, at, entry);
	struct settled *places = xcalloc(at->places.base.count, sizeof(*places));

	vec_each(entry, &at->entries)
		vec_each(constant, &entry->constants)
			if (!count_constant(&places[constant->place], constant->bits))
				intmap_set(&at->unstable, at->places.base.entries[constant->place].number, at);
	free(places);
}

/* ---- joins ---- */

static const void *join_site(struct worklist *worklist, uint32_t block)
{
	const struct ir_function *function = worklist->activation->function;

	/* one past the last block stands for the exit */
	return function->blocks + block;
}

static void shorter_trace(struct state *into, const struct state *other)
{
	if (trace_is_shorter(other->trace, into->trace))
		into->trace = other->trace;
}

/* Up to so many states, a block unites only states that lose nothing by it. */
#define STATES_KEPT_APART 2
/* With so many others a state is compared for that. Of a long loop each round leaves a state, with more facts. */
#define COMPARED_MOST 32

bool unite_with_equal(struct worklist *worklist, struct block_states *at, struct state *state, uint64_t memory)
{
	struct domain *domain = &worklist->activation->domain;
	const struct strategy *strategy = worklist->activation->engine->strategy;
	bool has_room = strategy->keeps_ways_apart || at->entries.count < STATES_KEPT_APART;
	uint32_t compared = 0;

	vec_each(entry, &at->entries) {
		if (entry->memory != memory || !state_same_memory(&entry->state, state))
			continue;
		if (has_room && ++compared > COMPARED_MOST)
			return false;
		if (has_room && !state_may_unite_exactly(domain, &entry->state, state,
							 entry->state.lost == state->lost))
			continue;
		bool widen = entry->fact_updates > FACT_UPDATES_BEFORE_WIDENING;
		struct state united = entry->state;
		struct union_of_facts made = state_unite_facts(domain, &united, state, widen);

		if (!made.exact && has_room)
			continue;
		renew_entry(entry, &united);
		if (made.changed) {
			entry->fact_updates++;
			queue_entry(at, entry);
		}
		return true;
	}
	return false;
}

bool join_with_alike(struct worklist *worklist, uint32_t block, struct block_states *at,
		     struct state *state, bool in_loop, bool locks_only)
{
	struct domain *domain = &worklist->activation->domain;
	uint64_t wanted = discriminate(worklist, at, state, locks_only);

	vec_each(entry, &at->entries) {
		if (kind_of_entry(worklist, at, entry, locks_only) != wanted ||
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
		renew_entry(entry, &joined);
		return true;
	}
	return false;
}
