// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making summaries: exploring a callee apart from its caller. The
 * approach is that of functional summaries (Sharir and Pnueli, "Two approaches to
 * interprocedural data flow analysis", 1981), with contexts told apart only by what the
 * callee asked about.
 */
#include <string.h>

#include "engine/internal.h"

/* Rounds in which a recursion must settle, since its context was last widened; and how often it is. */
#define RECURSION_ROUNDS 9
#define RECURSION_WIDENINGS 8
/* Contexts of one function that are under way at once, each inside of the one before. */
#define RECURSION_CONTEXTS 2

static void begin_call(struct activation *activation, struct activation *caller,
		       const struct state *state, struct function_info *info,
		       const struct value **arguments, uint32_t narguments)
{
	*activation = (struct activation){
		.caller = caller, .caller_state = state, .arguments = arguments,
		.narguments = narguments, .depth = caller ? caller->depth + 1 : 0,
	};
	activation_begin(activation, caller->engine, info);
}

static struct summary *new_summary(struct engine *engine, struct function_info *info)
{
	struct summary *summary = arena_alloc(engine->arena, sizeof(*summary));

	summary->info = info;
	vec_push(&engine->summaries, summary);
	summary->number = (uint32_t)engine->summaries.count;
	return summary;
}

static void take_imports(struct summary *summary, struct activation *activation)
{
	vec_free(&summary->imports);
	summary->imports.data = activation->imports.data;
	summary->imports.count = activation->imports.count;
	summary->imports.room = activation->imports.room;
	memset(&activation->imports, 0, sizeof(activation->imports));
}

static bool still_usable(const struct summary *summary)
{
	return summary->usable && !causes_any_resolved(summary->result.met);
}

/* The outcomes of an unfinished SUMMARY are used: what is explored above it rests on them. */
static void use_unfinished(struct engine *engine, struct summary *summary)
{
	summary->used_while_active = true;
	for (size_t i = engine->stack.count; i-- > 0;) {
		struct activation *activation = engine->stack.data[i];

		if (activation->summary == summary)
			break;
		if (activation->summary)
			activation->summary->provisional = true;
	}
}

/* Which outcome a call had is named by a summary, and that may be another one in each round. */
static bool is_choice(uint32_t key, const void *a, const void *b, void *context)
{
	const struct value *value = value_by_id(context, key);

	(void)a, (void)b;
	return value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_OUTCOME;
}

/* Equal enough to stop: as many outcomes with the same values and facts. */
static bool same_outcomes(struct engine *engine, const struct exploration *a,
			  const struct exploration *b)
{
	if (a->outcomes.count != b->outcomes.count || a->events.count != b->events.count)
		return false;
	for (size_t i = 0; i < a->outcomes.count; i++) {
		const struct outcome *x = &a->outcomes.data[i], *y = &b->outcomes.data[i];

		if (x->result != y->result || x->range != y->range ||
		    !pmap_equal(x->causes, y->causes) ||
		    !pmap_equal(x->value_causes, y->value_causes) ||
		    !state_same_memory(&x->state, &y->state) ||
		    !pmap_diff(x->state.facts, y->state.facts, is_choice, engine->values))
			return false;
	}
	return true;
}

static bool same_imports(const footprint *a, const footprint *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct import *x = &a->data[i], *y = &b->data[i];

		if (x->place != y->place || x->region != y->region || x->value != y->value ||
		    x->fact != y->fact || x->access != y->access)
			return false;
	}
	return true;
}

/* How a function is explored: in the context of a call, or, with no caller, in none. */
struct context {
	struct activation *caller;	/* NULL: none */
	const struct state *state;
	const struct value **arguments;
	uint32_t narguments;
	uint32_t depth;
};

/* One round of exploring the function of SUMMARY into ATTEMPT. */
static void explore_once(struct engine *engine, struct summary *summary,
			 const struct context *context, struct activation *activation,
			 struct exploration *attempt)
{
	struct function_info *info = summary->info;

	if (context->caller) {
		begin_call(activation, context->caller, context->state, info,
			   context->arguments, context->narguments);
	} else {
		*activation = (struct activation){ .depth = context->depth };
		activation_begin(activation, engine, info);
	}
	activation->hidden = &summary->hidden;
	activation->summary = summary;
	activation->result = attempt;
	summary->under_way = activation;
	vec_push(&engine->stack, activation);
	explore_blocks(activation);
	(void)vec_pop(&engine->stack);
	summary->under_way = NULL;
}

/*
 * Explores until it settles: recursive calls inside that ask about the same use the outcomes
 * of the round before (none at first); when neither outcomes nor questions change any more
 * they were right.
 */
static struct summary *explore_settled(struct engine *engine, struct function_info *info,
				       const struct context *context)
{
	struct summary *summary = new_summary(engine, info);
	bool settled = false;
	unsigned widenings = 0;

	summary->context_free = !context->caller;
	vec_push(&info->unfinished, summary);
	for (unsigned round = 0; !settled && !summary->result.incomplete; round++) {
		struct activation activation;
		struct exploration attempt = { 0 };

		summary->used_while_active = summary->widened = false;
		explore_once(engine, summary, context, &activation, &attempt);
		settled = !summary->used_while_active ||
			(!summary->widened && same_outcomes(engine, &summary->result, &attempt) &&
			 same_imports(&summary->imports, &activation.imports));
		if (round)
			vec_push(&summary->earlier, summary->result);
		summary->result = attempt;
		if (summary->widened && ++widenings <= RECURSION_WIDENINGS)
			round = summary->rounds = 0;
		else
			summary->rounds++;
		if (summary->unfit || (!settled && round >= RECURSION_ROUNDS))
			summary->result.incomplete = cause_of_recursion(&activation, info);
		take_imports(summary, &activation);
		activation_end(&activation);
	}
	(void)vec_pop(&info->unfinished);
	summary->usable = !summary->provisional;
	vec_push(&info->summaries, summary);
	return summary;
}

/* What SUMMARY, under way, has asked about: the round before about everything, this one so far. */
static const footprint *asked_by(const struct summary *summary)
{
	return summary->imports.count ? &summary->imports : &summary->under_way->imports;
}

/* An exploration under way of INFO's function that has asked, so far, only about what is the same here. */
static struct summary *find_unfinished(struct activation *caller, const struct state *state,
				       struct function_info *info, const struct value **arguments,
				       uint32_t narguments)
{
	for (size_t i = info->unfinished.count; i-- > 0;) {
		struct summary *summary = info->unfinished.data[i];
		struct activation probe;
		bool matches = summary->context_free;

		if (!matches) {
			begin_call(&probe, caller, state, info, arguments, narguments);
			matches = footprint_matches(&probe, asked_by(summary), false,
						    &summary->hidden);
			activation_end(&probe);
		}
		if (matches)
			return summary;
	}
	return NULL;
}

/*
 * The innermost exploration under way of INFO's function becomes one that includes this call: what differs is hidden
 * from it, and it begins anew (a widening of contexts). NULL: it would lose constants, and there is room for another.
 */
static struct summary *widen_unfinished(struct activation *caller, const struct state *state,
					struct function_info *info, const struct value **arguments,
					uint32_t narguments)
{
	struct summary *summary = info->unfinished.data[info->unfinished.count - 1];
	struct intmap hidden = { 0 };
	struct activation probe;

	begin_call(&probe, caller, state, info, arguments, narguments);
	enum loss loss = footprint_hide(&probe, asked_by(summary), &hidden);
	activation_end(&probe);
	if (loss && info->unfinished.count < RECURSION_CONTEXTS)
		summary = NULL;
	else if (loss == LOSS_OF_ALIASES)
		summary->unfit = true;
	for (size_t i = 0; summary && i < hidden.base.count; i++) {
		const struct map_entry *entry = &hidden.base.entries[i];

		if ((uintptr_t)entry->value <= (uintptr_t)intmap_get(&summary->hidden, entry->number))
			continue;
		intmap_set(&summary->hidden, entry->number, entry->value);
		summary->widened = true;
	}
	intmap_free(&hidden);
	return summary;
}

static struct summary *find_summary(struct activation *caller, const struct state *state,
				    struct function_info *info, const struct value **arguments,
				    uint32_t narguments)
{
	vec_each(known, &info->summaries) {
		struct activation probe;

		if ((*known)->context_free || !still_usable(*known))
			continue;
		begin_call(&probe, caller, state, info, arguments, narguments);
		bool matches = footprint_matches(&probe, &(*known)->imports, true,
					 &(*known)->hidden);
		activation_end(&probe);
		if (matches)
			return *known;
	}
	return NULL;
}

/* The summary that looks at no caller: where contexts are too many. */
static struct summary *summarise_context_free(struct activation *caller,
					      struct function_info *info)
{
	const struct context none = { .depth = caller->depth + 1 };

	vec_each(known, &info->summaries)
		if ((*known)->context_free && still_usable(*known))
			return *known;
	return explore_settled(caller->engine, info, &none);
}

/*
 * Contexts of INFO's function that the budget counts. Those of a recursion that had not settled are kept for their
 * paths alone; a scout, which needs no proof, counts the work that they were.
 */
static size_t count_contexts(const struct engine *engine, const struct function_info *info)
{
	size_t count = 0;

	if (engine->main)
		return info->summaries.count;
	vec_each(summary, &info->summaries)
		count += still_usable(*summary);
	return count;
}

struct summary *summarise(struct activation *caller, const struct state *state,
			  struct function_info *info, const struct value **arguments,
			  uint32_t narguments)
{
	struct engine *engine = caller->engine;
	const struct context context = { caller, state, arguments, narguments, 0 };
	uint32_t most = engine->options.budgets.summaries;
	struct summary *summary = NULL;

	if (info->unfinished.count)
		summary = find_unfinished(caller, state, info, arguments, narguments);
	if (summary) {
		use_unfinished(engine, summary);
		return summary;
	}
	summary = find_summary(caller, state, info, arguments, narguments);
	if (summary)
		return summary;
	/* a scout goes down no recursion, and what is true of some caller proves nothing of this one */
	if (engine->main && (info->unfinished.count || count_contexts(engine, info) >= most))
		return NULL;
	if (info->unfinished.count)
		summary = widen_unfinished(caller, state, info, arguments, narguments);
	if (summary) {
		use_unfinished(engine, summary);
		return summary;
	}
	if (count_contexts(engine, info) >= most)
		return summarise_context_free(caller, info);
	return explore_settled(engine, info, &context);
}
