// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which states stay where a search needs one way, not all.
 *
 * It keeps some states of a block and leaves the others out, so that no join blurs one (a beam search:
 * Lowerre, "The HARPY speech recognition system", 1976). Within a function it keeps states of many
 * kinds, told apart as for a join; of the ways out, some of each kind of result. Of one kind it keeps
 * the states whose causes weigh least.
 */
#include "engine/worklist.h"

/*
 * States of one block that wait to be run, states of one block in all (a loop is run so often at most), and ways
 * out with one kind of result.
 */
#define BEAM 12
#define ROOM 160
#define BEAM_OUTCOMES 4
/* States of one kind and count at one block of a loop: a loop that counts goes on, one that walks ends. */
#define ROUNDS_ALIKE 6
/* After so many blocks run there is half the room, and so on, down to the least. */
#define STEPS_UNTIL_HALF 3000
#define ROOM_LEAST 10
/* One part of so many of the room that is left may wait at once. */
#define ROUNDS_LEFT 12

/* In detail one state goes on in a loop that counts, up to so many at a block. */
#define ROUNDS_MOST 2000

/* In detail there is so many times the room for all of these. */
#define WIDTH_IN_DETAIL 4

static size_t times_width(const struct worklist *worklist, size_t count)
{
	return worklist->activation->engine->options.in_detail ? count * WIDTH_IN_DETAIL : count;
}

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

/* How much must be looked into before the way to STATE is known to be open. */
static size_t weigh(struct worklist *worklist, const struct state *state)
{
	struct weighing weighing = { worklist->activation->engine, 0 };

	pmap_each(causes_of_facts(weighing.engine, state), add_weight, &weighing);
	return weighing.weight;
}

static uint64_t value_kind(struct worklist *worklist, const struct state *state, const struct value *value)
{
	const struct intset *range = state_range(&worklist->activation->domain, state, value);

	if (!intset_is_const(range))
		return 1;
	return intset_min(range) ? 2 + (intset_min(range) >> (range->width - 1)) : 4;
}

/* So many members of an aggregate result tell ways out apart. */
#define MEMBERS_TOLD_APART 4

struct members {
	struct worklist *worklist;
	const struct state *state;
	uint32_t count;
	uint64_t hash;
};

static bool mix_member(uint32_t key, const void *value, void *context)
{
	struct members *members = context;

	if (((const struct value *)value)->kind != VALUE_FILL)
		members->hash += hash_mix(key, value_kind(members->worklist, members->state, value));
	return ++members->count < MEMBERS_TOLD_APART;
}

static uint64_t result_kind(struct worklist *worklist, const struct state *state)
{
	const struct activation *activation = worklist->activation;
	const struct value *result = pmap_get(state->temps, RESULT_TEMP);
	struct members members = { worklist, state, 0, 0 };

	if (result)
		return value_kind(worklist, state, result);
	if (activation->function->return_type.kind == IR_AGG)
		pmap_each(state_contents(state, region_local(activation->engine->values, activation->function,
							     RESULT_LOCAL, "result")), mix_member, &members);
	return members.hash;
}

static uint64_t kind_of(struct worklist *worklist, uint32_t block, const struct state *state)
{
	return block == worklist->nblocks ? result_kind(worklist, state) :
		discriminate(worklist, &worklist->blocks[block], state, false);
}

/* kind_of() of ENTRY's state. */
static uint64_t known_kind_of(struct worklist *worklist, uint32_t block, struct block_state *entry)
{
	return block == worklist->nblocks ? result_kind(worklist, &entry->state) :
		kind_of_entry(worklist, &worklist->blocks[block], entry, false);
}

size_t room_for_states(const struct engine *engine)
{
	uint32_t halvings = (engine->steps - engine->first_step) / STEPS_UNTIL_HALF;
	size_t room = halvings < 8 ? ROOM >> halvings : 0;

	return room > ROOM_LEAST ? room : ROOM_LEAST;
}

/*
 * How many states may wait at BLOCK, where some have been: fewer and fewer, so that some always go on. In detail the
 * last one goes through the rounds of a loop that counts.
 */
static size_t width_left(const struct worklist *worklist, uint32_t block)
{
	size_t entries = worklist->blocks[block].entries.count;
	size_t most = times_width(worklist, room_for_states(worklist->activation->engine));
	size_t least = worklist->activation->engine->options.in_detail && entries < ROUNDS_MOST &&
		       rounds_counted(worklist, block);
	size_t left = entries < most ? (most - entries + ROUNDS_LEFT - 1) / ROUNDS_LEFT : least;

	return left < times_width(worklist, BEAM) ? left : times_width(worklist, BEAM);
}

/* A place that two states hold. */
struct counting {
	struct worklist *worklist;
	const struct state *a, *b;
	const struct pmap *contents;	/* in B, of the region that is looked at */
};

static const struct intset *constant_in(const struct counting *c, const struct state *state, const struct value *value)
{
	const struct intset *range = value && value->kind != VALUE_FILL ?
		state_range(&c->worklist->activation->domain, state, value) : NULL;

	return range && intset_is_const(range) ? range : NULL;
}

static bool is_same_count(uint32_t key, const void *value, void *context)
{
	const struct counting *c = context;
	const struct intset *mine = constant_in(c, c->a, value);
	const struct intset *other = mine ? constant_in(c, c->b, pmap_get(c->contents, key)) : NULL;

	return !other || intset_min(mine) == intset_min(other);
}

static bool has_same_counts(uint32_t key, const void *contents, void *context)
{
	struct counting *c = context;
	const struct region *region = region_by_id(c->worklist->activation->engine->values, key);

	c->contents = region->kind == REGION_LOCAL ? NULL : pmap_get(c->b->memory, key);
	return !c->contents || pmap_each(contents, is_same_count, c);
}

/*
 * Whether the loop counted between two states of one kind, in memory: a counter of the caller's, or a static one. A
 * walk goes from object to object, and stores nothing else in one where it was before.
 */
static bool are_counted_apart(struct worklist *worklist, const struct state *a, const struct state *b)
{
	struct counting c = { worklist, a, b, NULL };

	return !pmap_each(a->memory, has_same_counts, &c);
}

/* What is known of the function now might be more with more room. */
static void note_crowd(const struct worklist *worklist)
{
	struct exploration *result = worklist->activation->result;
	size_t room = room_for_states(worklist->activation->engine);

	if (!result->crowded_at || room < result->crowded_at)
		result->crowded_at = room;
}

static bool beam_is_full(struct worklist *worklist, uint32_t block, const struct state *state)
{
	const struct block_states *at = &worklist->blocks[block];
	uint64_t kind;
	size_t alike = 0;

	bool in_loop = block < worklist->nblocks && worklist->activation->info->cfg->in_loop[block];

	if (block < worklist->nblocks && at->queued >= width_left(worklist, block)) {
		note_crowd(worklist);
		return true;
	}
	if (block < worklist->nblocks && !in_loop)
		return false;
	kind = kind_of(worklist, block, state);
	vec_each(entry, &at->entries)
		alike += known_kind_of(worklist, block, entry) == kind &&
			 !(in_loop && are_counted_apart(worklist, state, &entry->state));
	return alike >= times_width(worklist, in_loop ? ROUNDS_ALIKE : BEAM_OUTCOMES);
}

/* The entry of STATE's kind with the heaviest causes, if these weigh more than STATE's. */
static struct block_state *find_heavier(struct worklist *worklist, uint32_t block,
				  const struct state *state)
{
	uint64_t kind = kind_of(worklist, block, state);
	size_t most = weigh(worklist, state);
	struct block_state *heaviest = NULL;

	vec_each(entry, &worklist->blocks[block].entries) {
		size_t weight;

		if ((block < worklist->nblocks && !entry->queued) ||
		    known_kind_of(worklist, block, entry) != kind)
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
 * If no entry that waits is of STATE's kind: one of a kind that several are of. NULL: there is none.
 */
static struct block_state *find_twin(struct worklist *worklist, uint32_t block,
			       const struct state *state)
{
	struct block_states *at = &worklist->blocks[block];
	uint64_t kinds[BEAM * WIDTH_IN_DETAIL], kind = kind_of(worklist, block, state);
	struct block_state *twin = NULL;
	size_t count = 0;

	vec_each(entry, &at->entries) {
		if (!entry->queued || count == BEAM * WIDTH_IN_DETAIL)
			continue;
		kinds[count] = known_kind_of(worklist, block, entry);
		if (kinds[count] == kind)
			return NULL;
		for (size_t j = 0; j < count; j++)
			if (kinds[j] == kinds[count])
				twin = entry;
		count++;
	}
	return twin;
}

/* STATE takes the place of an entry of less worth, if there is one. */
static void displace(struct worklist *worklist, uint32_t block, const struct state *state)
{
	struct block_state *lesser = block < worklist->nblocks ? find_twin(worklist, block, state) : NULL;

	if (!lesser)
		lesser = find_heavier(worklist, block, state);
	if (!lesser)
		return;
	lesser->joins = lesser->fact_updates = 0;
	renew_entry(lesser, state);
	queue_entry(&worklist->blocks[block], lesser);
}

static bool is_of_kind(uint32_t key, const void *value, void *context)
{
	struct members *members = context;

	(void)key;
	members->hash = ((const struct value *)value)->kind == VALUE_FILL ? 0 :
		1 + value_kind(members->worklist, members->state, value);
	return false;
}

/* What STATE is about to return, by kind, a small number; 0: nothing yet. */
static uint64_t returned_kind(struct worklist *worklist, const struct state *state)
{
	const struct activation *activation = worklist->activation;
	uint32_t local = activation->info->cfg->returned;
	struct members members = { worklist, state, 0, 0 };

	if (local < activation->function->nlocals)
		pmap_each(state_contents(state, region_local(activation->engine->values, activation->function, local,
				activation->function->locals[local].name)), is_of_kind, &members);
	return members.hash;
}

/* Whether STATE is about to return what no state that found no room at BLOCK was, so far. Then it has room. */
static bool is_first_of_result(struct worklist *worklist, uint32_t block, const struct state *state)
{
	uint64_t kind = block < worklist->nblocks ? returned_kind(worklist, state) : 0;
	uint32_t *seen = &worklist->blocks[block].returned_kinds, bit = UINT32_C(1) << kind;
	bool is_first = kind && !(*seen & bit);

	*seen |= bit;
	return is_first;
}

bool choose_for_beam(struct worklist *worklist, uint32_t block, const struct state *state)
{
	if (!beam_is_full(worklist, block, state) || is_first_of_result(worklist, block, state))
		return false;
	displace(worklist, block, state);
	return true;
}

