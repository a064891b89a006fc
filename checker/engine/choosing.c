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
/* States of one kind at one block of a loop: a loop that counts goes on, one that walks ends. */
#define ROUNDS_ALIKE 6
/* After so many blocks run there is half the room, and so on, down to the least. */
#define STEPS_UNTIL_HALF 3000
#define ROOM_LEAST 10
/* One part of so many of the room that is left may wait at once. */
#define ROUNDS_LEFT 12

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

/* kind_of() of ENTRY's state. */
static uint64_t known_kind_of(struct worklist *worklist, uint32_t block, struct block_state *entry)
{
	return block == worklist->nblocks ? result_kind(worklist, &entry->state) :
		kind_of_entry(worklist, &worklist->blocks[block], entry, false);
}

/* An exploration that goes far looks less around. */
static size_t room(const struct engine *engine)
{
	uint32_t halvings = (engine->steps - engine->first_step) / STEPS_UNTIL_HALF;
	size_t room = halvings < 8 ? ROOM >> halvings : 0;

	return room > ROOM_LEAST ? room : ROOM_LEAST;
}

/* How many states may wait at a block where ENTRIES have been: fewer and fewer, so that some always go on. */
static size_t width_left(const struct worklist *worklist, size_t entries)
{
	size_t most = times_width(worklist, room(worklist->activation->engine));
	size_t left = entries < most ? (most - entries + ROUNDS_LEFT - 1) / ROUNDS_LEFT : 0;

	return left < times_width(worklist, BEAM) ? left : times_width(worklist, BEAM);
}

static bool beam_is_full(struct worklist *worklist, uint32_t block, const struct state *state)
{
	const struct block_states *at = &worklist->blocks[block];
	uint64_t kind;
	size_t alike = 0;

	bool in_loop = block < worklist->nblocks && worklist->activation->info->cfg->in_loop[block];

	if (block < worklist->nblocks && at->queued >= width_left(worklist, at->entries.count))
		return true;
	if (block < worklist->nblocks && !in_loop)
		return false;
	kind = kind_of(worklist, block, state);
	vec_each(entry, &at->entries)
		alike += known_kind_of(worklist, block, entry) == kind;
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

