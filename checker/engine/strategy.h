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
	 * How often budgets.summaries bounds the contexts of one function.
	 * Prover: once; beyond, it has the summary without a caller.
	 * Searcher: eight times in each exploration; beyond, it has no way on.
	 */
	uint32_t context_shares;

	/* ---- joining: two states of a block with the same memory ---- */

	/*
	 * Whether two states never become one that allows more than both do.
	 * Prover: no, where there are many: both ways must go on. What is lost has a cause. In detail: yes.
	 * Searcher: yes, since a joined state may be on no way at all.
	 */
	bool keeps_ways_apart;
	/*
	 * Whether a way to an event may be left out where there are many.
	 * Provers: no; ways become one that has what they have in common. Searcher: yes.
	 */
	bool leaves_ways_out;
	/*
	 * Rounds of a loop that the engine tells apart: what an older one made is forgotten.
	 * Prover: one, so that loops reach a fixpoint. In detail, and searcher: many.
	 */
	uint32_t rounds_told_apart;

	/* ---- choosing: a state that is unlike all entries of a block ---- */

	/*
	 * Whether STATE needs no room at BLOCK: it displaced an entry, or was left out. Returns false: it goes
	 * on, and is joined with others where there are too many.
	 * Prover: false, since no way may be left out; it loses precision in the joins instead. In detail it ends
	 * the exploration where there are too many.
	 * Searcher: a beam search, since one sharp way is worth more than all ways blurred.
	 */
	bool (*choose)(struct worklist *worklist, uint32_t block, const struct state *state);

	/* ---- memory after opaque calls ---- */

	/*
	 * The value of PLACE after the opaque effects up to EPOCH; others can reach PLACE, and STATE does not
	 * bind it.
	 * Prover: any value, since a call may have written there.
	 * Searcher: the value at entry, unless a call is known to change it ("field-neutral").
	 */
	const struct value *(*memory_after)(struct activation *activation, const struct state *state,
					    const struct place *place, const void *epoch);
	/*
	 * The hook of struct domain: whether a value that a state binds to a place outlives an opaque call.
	 * Prover: NULL, never. Searcher: likewise by "field-neutral".
	 */
	bool (*survives)(struct domain *domain, const struct state *state,
			 const struct place *place);

	/* ---- function pointers ---- */

	/*
	 * Whether the known targets of a pointer stand for all of its targets.
	 * Prover: no; one cause stands for those that may be missing.
	 * Searcher: yes, since a way through one of them will do. So its causes are resolved in two steps:
	 * first come the targets near to the callback.
	 */
	bool takes_known_targets;

	/* ---- summaries ---- */

	/*
	 * A new summary of INFO's function for CALL, which no summary so far fits. Returns NULL: there is no
	 * way on.
	 * Prover: widens a recursion under way, and falls back on the summary without a caller. In detail it
	 * follows some levels of any recursion first.
	 * Searcher: follows neither a recursion nor a call beyond the budget of contexts, since the summary
	 * of some other context proves nothing of this one.
	 */
	struct summary *(*summarise_anew)(const struct call_context *call, struct function_info *info);

	/* ---- causes ---- */

	/*
	 * The distance of CAUSE, one of GAPS missing bodies below a call, from event number EVENT. The nearest
	 * is asked for first.
	 * Prover: small where bodies are few, since a proof that they lead nowhere is then near.
	 * Searcher: 0 for a body that is likely to lead to the event.
	 */
	uint32_t (*frontier_distance)(const struct engine *engine, const struct cause *cause,
				      size_t gaps, unsigned event);
};

/* The prover in detail is the prover for small callbacks: it keeps all ways apart, as long as they are few. */
extern const struct strategy prover_strategy, detailed_prover_strategy, searcher_strategy;

#endif
