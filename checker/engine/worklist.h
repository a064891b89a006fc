/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside engine/ only: the states that wait at the blocks of one function.
 *
 * worklist.c runs them, joining.c tells which of them become one, and choosing.c which of them a
 * search keeps that has no room for all.
 */
#ifndef MNCHECK_ENGINE_WORKLIST_H
#define MNCHECK_ENGINE_WORKLIST_H

#include "engine/internal.h"

#define RESULT_TEMP UINT32_MAX	/* key in state->temps of the value returned */

struct block_state {
	struct state state;
	uint32_t joins, fact_updates;	/* so far: a loop that goes on is widened */
	bool queued;			/* it is still to be run */
};

struct block_states {
	VEC(struct block_state) entries;
	struct intmap unstable;	/* ids of places whose constants do not settle */
	uint32_t queued;	/* entries that are */
};

struct worklist {
	struct activation *activation;
	struct block_states *blocks;	/* by block; one more at the end: the exits */
	uint32_t nblocks;
	uint32_t *by_rank;		/* blocks in reverse post-order */
};

/* ENTRY, of AT, is to be run (again). */
void queue_entry(struct block_states *at, struct block_state *entry);

/* ---- joining.c ---- */

/* Drops from STATE what is dead at BLOCK (nblocks: at the exit). */
void drop_dead(struct activation *activation, struct state *state, uint32_t block);
/* Equal for states that may be joined at AT; by their locks alone with LOCKS_ONLY. */
uint64_t discriminate(struct worklist *worklist, const struct block_states *at,
		      const struct state *state, bool locks_only);
/* Finds the places of AT that hold a new constant in each round. */
void find_unstable(struct worklist *worklist, struct block_states *at);
/* STATE becomes one with an entry of AT that has the same memory. Returns false: there is none. */
bool unite_with_equal(struct worklist *worklist, struct block_states *at, struct state *state);
/* STATE is joined with an entry of AT, BLOCK's, that discriminate() takes for alike. Returns false: there is none. */
bool join_with_alike(struct worklist *worklist, uint32_t block, struct block_states *at,
		     struct state *state, bool in_loop, bool locks_only);

/* ---- choosing.c ---- */

/*
 * ENTRY and STATE meet, and the state that they become, UNITED, would have the causes of both: UNITED becomes
 * the one whose causes weigh less. Returns whether that is STATE.
 */
bool prefer_lighter(struct worklist *worklist, const struct block_state *entry,
		    const struct state *state, struct state *united);
/*
 * Once the beam at BLOCK has no room, STATE takes the place of an entry that is worth less, or is left out.
 * Returns false: there is room.
 */
bool choose_for_beam(struct worklist *worklist, uint32_t block, const struct state *state);

#endif
