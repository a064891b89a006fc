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

/* States of one block, and ways out with one kind of result. */
#define BEAM 8
#define BEAM_OUTCOMES 3

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

bool prefer_lighter(struct worklist *worklist, const struct block_state *entry,
		    const struct state *state, struct state *united)
{
	bool is_lighter = weigh(worklist, state) < weigh(worklist, &entry->state);

	*united = is_lighter ? *state : entry->state;
	return is_lighter;
}

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
	const struct block_states *at = &worklist->blocks[block];
	uint64_t kind;
	size_t alike = 0;

	if (block < worklist->nblocks)
		return at->entries.count >= BEAM;
	kind = kind_of(worklist, block, state);
	vec_each(entry, &at->entries)
		alike += kind_of(worklist, block, &entry->state) == kind;
	return alike >= BEAM_OUTCOMES;
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
 * If no entry is of STATE's kind: an entry of a kind that several are of, if possible one that was run
 * already. NULL: there is none.
 */
static struct block_state *find_twin(struct worklist *worklist, uint32_t block,
			       const struct state *state)
{
	struct block_states *at = &worklist->blocks[block];
	uint64_t kinds[BEAM], kind = kind_of(worklist, block, state);
	struct block_state *twin = NULL;

	for (size_t i = 0; i < at->entries.count && i < BEAM; i++) {
		struct block_state *entry = &at->entries.data[i];

		kinds[i] = kind_of(worklist, block, &entry->state);
		if (kinds[i] == kind)
			return NULL;
		for (size_t j = 0; j < i; j++)
			if (kinds[j] == kinds[i] && (!twin || twin->queued))
				twin = entry;
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
	*lesser = (struct block_state){ .state = *state, .queued = lesser->queued };
	queue_entry(&worklist->blocks[block], lesser);
}

bool choose_for_beam(struct worklist *worklist, uint32_t block, const struct state *state)
{
	if (!beam_is_full(worklist, block, state))
		return false;
	displace(worklist, block, state);
	return true;
}

