/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside engine/ only: the states that wait at the blocks of one function.
 *
 * worklist.c runs them. joining.c decides which of them become one. choosing.c decides which of them
 * stay where a search keeps only some.
 */
#ifndef MNCHECK_ENGINE_WORKLIST_H
#define MNCHECK_ENGINE_WORKLIST_H

#include "engine/internal.h"

#define RESULT_TEMP UINT32_MAX	/* key in state->temps of the value returned */

/* discriminate() of a state, as long as what it depends on besides stays; see kind_of_entry(). */
struct known_kind {
	uint64_t hash;
	size_t version;		/* 0: not known */
};

/* What a state holds in a place of a local. */
struct known_constant {
	uint32_t place;		/* its number in block_states.places */
	uint64_t bits;		/* one number for all that is no constant */
};

struct block_state {
	struct state state;	/* renew_entry() changes it */
	uint64_t memory;	/* state_memory_hash() of it */
	struct known_kind known[2];	/* [by locks alone] */
	VEC(struct known_constant) constants;	/* of its state, once find_unstable() asked */
	bool has_constants;
	uint32_t joins, fact_updates;	/* so far, in a loop: many of them call for widening */
	bool queued;			/* to be run */
};

struct block_states {
	VEC(struct block_state) entries;
	struct intmap places;	/* place id -> 1 + the number that find_unstable() has for it */
	struct intmap unstable;	/* ids of places whose constants do not settle */
	uint32_t queued;	/* number of queued entries */
	uint32_t returned_kinds;	/* a bit per kind of result that choose_for_beam() gave room for */
	uint32_t entered;	/* a head: states that came from outside of its loop */
	bool is_open;		/* a head whose loop may end in more than one round, or goes several ways */
};

struct worklist {
	struct activation *activation;
	struct block_states *blocks;	/* by block; one more at the end: the exits */
	uint32_t nblocks;
	uint32_t *by_rank;		/* blocks in reverse post-order */
	uint32_t from;			/* the block that is run; nblocks: none yet */
};

/* ENTRY's state is STATE from now on. */
static inline void renew_entry(struct block_state *entry, const struct state *state)
{
	entry->state = *state;
	entry->memory = state_memory_hash(state);
	entry->known[0].version = entry->known[1].version = 0;
	entry->has_constants = false;
}

/* ENTRY, of AT, is to be run (again). */
static inline void queue_entry(struct block_states *at, struct block_state *entry)
{
	at->queued += !entry->queued;
	entry->queued = true;
}

/* ---- rounds.c ---- */

/* States of a loop's head that are told apart, before it is known whether it counts. */
#define CLASSES_AT_LOOP_HEAD 12

/* Rounds of the loop around BLOCK that are kept apart, since it counts as far as is known; or 0. */
uint32_t rounds_counted(const struct worklist *worklist, uint32_t block);
/* A state comes to HEAD, the head of a loop. */
void note_arrival(struct worklist *worklist, uint32_t head);
/* What BLOCK calls was explored anew: to tell more rounds apart would make a context of each. */
void note_new_context(struct worklist *worklist, uint32_t block);

/* ---- joining.c ---- */

/* Drops from STATE all that is dead at BLOCK (nblocks: at the exit). */
void drop_dead(struct activation *activation, struct state *state, uint32_t block);
/* A hash, equal for states of AT that may be joined. LOCKS_ONLY: it covers their locks alone. */
uint64_t discriminate(struct worklist *worklist, const struct block_states *at,
		      const struct state *state, bool locks_only);
/* discriminate() of ENTRY, of AT. */
uint64_t kind_of_entry(struct worklist *worklist, const struct block_states *at, struct block_state *entry,
		       bool locks_only);
/* Finds the places of AT whose constants do not settle. */
void find_unstable(struct worklist *worklist, struct block_states *at);
/*
 * Unites STATE with an entry of AT that has the same memory, of which MEMORY is the hash. Returns false: there is
 * none.
 */
bool unite_with_equal(struct worklist *worklist, struct block_states *at, struct state *state, uint64_t memory);
/*
 * Joins STATE with an entry of AT, BLOCK's, that has the same discriminate(). Returns false: there is
 * none.
 */
bool join_with_alike(struct worklist *worklist, uint32_t block, struct block_states *at,
		     struct state *state, bool in_loop, bool locks_only);

/* ---- choosing.c ---- */

/*
 * Where the beam at BLOCK is full, STATE displaces an entry of less worth, or is left out. Returns
 * false: there is room.
 */
bool choose_for_beam(struct worklist *worklist, uint32_t block, const struct state *state);

/* States of one block that a beam search has room for, in all. An exploration that goes far looks less around. */
size_t room_for_states(const struct engine *engine);

#endif
