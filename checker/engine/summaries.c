// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making summaries: exploring a callee apart from its caller. The approach is that of functional
 * summaries (Sharir and Pnueli, "Two approaches to interprocedural data flow analysis", 1981). Only what
 * the callee asked about tells contexts apart.
 */
#include <string.h>

#include "engine/strategy.h"
#include "engine/worklist.h"

/* Rounds in which a recursion must settle after its context was widened, and the number of widenings. */
#define RECURSION_ROUNDS 9
#define RECURSION_WIDENINGS 8
/* Contexts of one function that are under way at once, each inside of the one before. */
#define RECURSION_CONTEXTS 2

static void begin_call(struct activation *activation, struct engine *engine,
		       struct function_info *info, const struct call_context *call)
{
	*activation = (struct activation){
		.caller = call->caller, .caller_state = call->state, .arguments = call->arguments,
		.narguments = call->narguments, .depth = call->depth, .translated = call->translated,
	};
	activation_begin(activation, engine, info);
}

/* Likewise, to compare contexts: without a result. */
static void begin_probe(struct activation *probe, const struct call_context *call,
			struct function_info *info)
{
	begin_call(probe, call->caller->engine, info, call);
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

/*
 * Whether what SUMMARY is made of stands: each recursion that it is part of is still in the same round. Later it
 * lacks the events of that recursion, which the exploration under way tells.
 */
static bool still_stands(const struct summary *summary)
{
	vec_each(use, &summary->uses)
		if (!use->summary->under_way || use->summary->stamp != use->stamp)
			return false;
	return true;
}

static bool still_usable(const struct summary *summary)
{
	return summary->finished && !causes_any_resolved(summary->result.met) && still_stands(summary);
}

static void note_use(struct summary *summary, struct summary *used)
{
	vec_each(use, &summary->uses)
		if (use->summary == used && use->stamp == used->stamp)
			return;
	vec_push(&summary->uses, (struct recursion_use){ used, used->stamp });
}

/* Outcomes of SUMMARY, which is unfinished, are used: explorations above it depend on them. */
static void use_unfinished(struct engine *engine, struct summary *summary)
{
	summary->used_while_active = true;
	for (size_t i = engine->stack.count; i-- > 0;) {
		struct activation *activation = engine->stack.data[i];

		if (activation->summary == summary)
			break;
		if (activation->summary)
			note_use(activation->summary, summary);
	}
}

/* SUMMARY is used once more, and with it the unfinished ones that it is made of. */
static void use_again(struct engine *engine, const struct summary *summary)
{
	vec_each(use, &summary->uses)
		use_unfinished(engine, use->summary);
}

/* A summary names the outcome that a call had, and each round may use another summary. */
static bool is_choice(uint32_t key, const void *a, const void *b, void *context)
{
	const struct value *value = value_by_id(context, key);

	(void)a, (void)b;
	return value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_OUTCOME;
}

/* Equal enough to stop: as many outcomes, with the same values and facts. */
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
		    !pmap_equal(x->state.targets, y->state.targets) ||
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
		    x->fact != y->fact || x->access != y->access || x->pointing != y->pointing)
			return false;
	}
	return true;
}

/* One round of exploring the function of SUMMARY into ATTEMPT. */
static void explore_once(struct engine *engine, struct summary *summary,
			 const struct call_context *call, struct activation *activation,
			 struct exploration *attempt)
{
	begin_call(activation, engine, summary->info, call);
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
 * Explores until it settles. Recursive calls inside with the same answers use the outcomes of the round
 * before (none at first). When neither outcomes nor questions change any more, these were right.
 */
struct summary *explore_settled(struct engine *engine, struct function_info *info,
				const struct call_context *call)
{
	struct summary *summary = new_summary(engine, info);
	bool settled = false;
	unsigned widenings = 0;

	summary->context_free = !call->caller;
	vec_push(&info->unfinished, summary);
	for (unsigned round = 0; !settled && !summary->result.incomplete; round++) {
		struct activation activation;
		struct exploration attempt = { 0 };

		summary->used_while_active = summary->widened = false;
		summary->stamp = ++engine->stamps;
		explore_once(engine, summary, call, &activation, &attempt);
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
	summary->finished = true;
	vec_push(&info->summaries, summary);
	return summary;
}

/* The questions of SUMMARY, under way: all of the round before, or those of the first round so far. */
static const footprint *asked_by(const struct summary *summary)
{
	return summary->imports.count ? &summary->imports : &summary->under_way->imports;
}

/* An exploration under way of INFO's function whose questions so far have the same answers for CALL. */
static struct summary *find_unfinished(const struct call_context *call, struct function_info *info)
{
	for (size_t i = info->unfinished.count; i-- > 0;) {
		struct summary *summary = info->unfinished.data[i];
		struct activation probe;
		bool matches = summary->context_free;

		if (!matches) {
			begin_probe(&probe, call, info);
			matches = footprint_matches(&probe, asked_by(summary), false,
						    &summary->hidden);
			activation_end(&probe);
		}
		if (matches)
			return summary;
	}
	return NULL;
}

struct summary *widen_unfinished(const struct call_context *call, struct function_info *info)
{
	struct summary *summary = info->unfinished.data[info->unfinished.count - 1];
	struct intmap hidden = { 0 };
	struct activation probe;

	begin_probe(&probe, call, info);
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
	if (summary)
		use_unfinished(call->caller->engine, summary);
	return summary;
}

bool engine_look_again(struct engine *engine, const struct exploration *result)
{
	uint32_t last = (uint32_t)engine->summaries.count;

	if (!result->crowded_at || engine->looked_again == last)
		return false;
	engine->looked_again = last;
	return true;
}

/* SUMMARY left ways out for want of room, there is more here, and the search would else end with nothing. */
static bool is_to_look_again(const struct engine *engine, const struct summary *summary)
{
	return summary->number <= engine->looked_again && summary->result.crowded_at &&
	       summary->result.crowded_at < room_for_states(engine);
}

static struct summary *find_summary(const struct call_context *call, struct function_info *info)
{
	vec_each(known, &info->summaries) {
		struct activation probe;

		if ((*known)->context_free || !still_usable(*known) || is_to_look_again(call->caller->engine, *known))
			continue;
		begin_probe(&probe, call, info);
		bool matches = footprint_matches(&probe, &(*known)->imports, true,
					 &(*known)->hidden);
		activation_end(&probe);
		if (matches)
			return *known;
	}
	return NULL;
}

struct summary *summarise_context_free(const struct call_context *call,
				       struct function_info *info)
{
	const struct call_context none = { .depth = call->depth };

	vec_each(known, &info->summaries) {
		if (!(*known)->context_free || !still_usable(*known))
			continue;
		use_again(call->caller->engine, *known);
		return *known;
	}
	return explore_settled(call->caller->engine, info, &none);
}

size_t count_usable_summaries(const struct function_info *info)
{
	size_t count = 0;

	vec_each(summary, &info->summaries)
		count += !(*summary)->uses.count && still_usable(*summary);
	return count;
}

struct summary *summarise(const struct call_context *call, struct function_info *info)
{
	struct engine *engine = call->caller->engine;
	struct summary *summary = NULL;

	if (info->unfinished.count && !engine->strategy->keeps_ways_apart)
		summary = find_unfinished(call, info);
	if (summary) {
		use_unfinished(engine, summary);
		return summary;
	}
	summary = find_summary(call, info);
	if (!summary)
		return engine->strategy->summarise_anew(call, info);
	use_again(engine, summary);
	return summary;
}
