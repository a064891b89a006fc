/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside engine/ only: all that differs between the two searches for a callback.
 *
 * The *prover* over-approximates. It keeps every way, and takes a call that was not looked into to
 * change all that the call can reach. What it does not find does not happen: it alone proves absence.
 * The *searcher* under-approximates. It needs one way, so it leaves ways out and keeps the rest sharp.
 * What it finds happens, once no cause is left on the way; what it does not find proves nothing.
 *
 * The engine holds a strategy and asks it at each point below. prover.c and searcher.c answer.
 */
#ifndef MNCHECK_ENGINE_STRATEGY_H
#define MNCHECK_ENGINE_STRATEGY_H

#include "engine/internal.h"

struct block_state;

struct strategy {
	/* ---- budgets ---- */

	/*
	 * Contexts of one function that are kept, in budgets.summaries. A search that has no way on where these
	 * are spent gets more of them.
	 */
	uint32_t context_shares;

	/* ---- joining: states of one block that have the same memory ---- */

	/* Whether ACTIVATION has room to keep some of them apart where uniting their facts would lose something. */
	bool (*keeps_facts_apart)(const struct activation *activation);
	/*
	 * UNITED, which says what ENTRY or STATE says, takes the place of ENTRY; CHANGED: that is news to the block.
	 * The strategy may go on with one of the two instead: it writes that to UNITED. Returns whether it is news.
	 */
	bool (*settle_union)(struct worklist *worklist, const struct block_state *entry,
			     const struct state *state, struct state *united, bool changed);

	/* ---- choosing ---- */

	/*
	 * Whether STATE, unlike all entries of BLOCK, which is no head of a loop, was dealt with: it displaced an
	 * entry or was left out. Returns false: it goes on, joined with others where there are too many.
	 */
	bool (*choose)(struct worklist *worklist, uint32_t block, const struct state *state);

	/* ---- memory after an opaque call ---- */

	/* What PLACE, which others can reach and STATE does not bind, holds after the effects up to EPOCH. */
	const struct value *(*memory_after)(struct activation *activation, const struct state *state,
					    const struct place *place, const void *epoch);
	/* Whether the value that a state binds to a place outlives an opaque call: struct domain's hook. NULL: never. */
	bool (*survives)(struct domain *domain, const struct state *state,
			 const struct place *place);

	/* ---- function pointers ---- */

	/*
	 * Whether the targets that are known of a pointer stand for all of its targets. If so, one way through one of
	 * them will do, and a cause can be resolved in two steps: the targets near to the callback, then the rest.
	 */
	bool takes_known_targets;

	/* ---- summaries ---- */

	/*
	 * A summary of INFO's function for CALL, which no summary so far fits. Decides what becomes of a call into a
	 * recursion under way, and of one beyond the budget of contexts. Returns NULL: there is no way on.
	 */
	struct summary *(*summarise_anew)(const struct call_context *call, struct function_info *info);

	/* ---- causes ---- */

	/* How far CAUSE, one of GAPS missing bodies below a call, is from event number EVENT: the nearest is asked for first. */
	uint32_t (*frontier_distance)(const struct engine *engine, const struct cause *cause,
				      size_t gaps, unsigned event);
};

extern const struct strategy prover_strategy, searcher_strategy;

#endif
