// SPDX-License-Identifier: GPL-2.0-only
/*
 * Summaries: exploring a callee apart from its caller, and using the result. The
 * approach is that of functional summaries (Sharir and Pnueli, "Two approaches to
 * interprocedural data flow analysis", 1981), with contexts told apart only by what the
 * callee asked about.
 */
#include <string.h>

#include "engine/internal.h"

#define RECURSION_ROUNDS 6
/* A function that is under way so often is explored without its caller from there on. */
#define RECURSION_CONTEXTS 2

/* ---- making them ---- */

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

/* Equal enough to stop: as many outcomes with the same values and facts. */
static bool same_outcomes(const struct exploration *a, const struct exploration *b)
{
	if (a->outcomes.count != b->outcomes.count || a->events.count != b->events.count)
		return false;
	for (size_t i = 0; i < a->outcomes.count; i++) {
		const struct outcome *x = &a->outcomes.data[i], *y = &b->outcomes.data[i];

		if (x->result != y->result || x->range != y->range ||
		    !state_same_memory(&x->state, &y->state) ||
		    !pmap_equal(x->state.facts, y->state.facts))
			return false;
	}
	return true;
}

static struct cause *recursion_cause(struct activation *activation)
{
	return cause_at(activation, CAUSE_RECURSION, NULL, activation->info->key, NULL, NULL);
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
	activation->summary = summary;
	activation->result = attempt;
	summary->under_way = activation;
	vec_push(&engine->stack, activation);
	info->active++;
	explore_blocks(activation);
	info->active--;
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

	summary->context_free = !context->caller;
	vec_push(&info->unfinished, summary);
	for (unsigned round = 0; !settled && !summary->result.incomplete; round++) {
		struct activation activation;
		struct exploration attempt = { 0 };

		summary->used_while_active = false;
		explore_once(engine, summary, context, &activation, &attempt);
		settled = !summary->used_while_active ||
			(same_outcomes(&summary->result, &attempt) &&
			 same_imports(&summary->imports, &activation.imports));
		if (round)
			vec_push(&summary->earlier, summary->result);
		summary->result = attempt;
		if (!settled && round >= RECURSION_ROUNDS)
			summary->result.incomplete = recursion_cause(&activation);
		take_imports(summary, &activation);
		activation_end(&activation);
	}
	(void)vec_pop(&info->unfinished);
	summary->usable = !summary->provisional;
	vec_push(&info->summaries, summary);
	return summary;
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
			/* the round before asked about everything, the one under way so far */
			const footprint *asked = summary->imports.count ? &summary->imports :
				&summary->under_way->imports;

			begin_call(&probe, caller, state, info, arguments, narguments);
			matches = footprint_matches(&probe, asked, false);
			activation_end(&probe);
		}
		if (matches)
			return summary;
	}
	return NULL;
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
		bool matches = footprint_matches(&probe, &(*known)->imports, true);
		activation_end(&probe);
		if (matches)
			return *known;
	}
	return NULL;
}

/* The summary that looks at no caller: for deep recursion, and where contexts are too many. */
static struct summary *summarise_context_free(struct activation *caller,
					      struct function_info *info)
{
	const struct context none = { .depth = caller->depth + 1 };

	vec_each(known, &info->summaries)
		if ((*known)->context_free && still_usable(*known))
			return *known;
	return explore_settled(caller->engine, info, &none);
}

struct summary *summarise(struct activation *caller, const struct state *state,
			  struct function_info *info, const struct value **arguments,
			  uint32_t narguments)
{
	struct engine *engine = caller->engine;
	const struct context context = { caller, state, arguments, narguments, 0 };
	struct summary *summary = NULL;

	if (info->active)
		summary = find_unfinished(caller, state, info, arguments, narguments);
	if (summary) {
		use_unfinished(engine, summary);
		return summary;
	}
	summary = find_summary(caller, state, info, arguments, narguments);
	if (summary)
		return summary;
	if (info->active >= RECURSION_CONTEXTS ||
	    info->summaries.count >= engine->options.budgets.summaries)
		/* what is true of some caller proves nothing of this one: no way for a scout */
		return engine->main ? NULL : summarise_context_free(caller, info);
	return explore_settled(engine, info, &context);
}

/* ---- applying them ---- */

struct applying {
	struct activation *activation;
	struct translation *translation;
	struct state *next;
	const struct state *inner;	/* the outcome's state */
	struct intmap *visible;		/* ids of inner symbols that the caller will see */
	bool unfinished;	/* a recursion: what it was given is widened away */
	const struct ir_inst *inst;
	bool feasible;
};

static bool mark_visible(const struct value *symbol, void *context)
{
	intmap_set(context, symbol->id, context);
	return false;
}

static bool mark_value(uint32_t key, const void *value, void *context)
{
	(void)key;
	value_any_symbol(value, mark_visible, context);
	return true;
}

static bool mark_contents(uint32_t key, const void *contents, void *context)
{
	(void)key;
	return pmap_each(contents, mark_value, context);
}

static bool concerns_caller(const struct value *symbol, void *context)
{
	return symbol->symbol->kind == SYMBOL_ENTRY || intmap_has(context, symbol->id);
}

static bool is_entry(const struct value *symbol, void *context)
{
	(void)context;
	return symbol->symbol->kind == SYMBOL_ENTRY;
}

static const struct intset *set_as(struct engine *engine, const struct intset *set, uint32_t width)
{
	struct intset_pool *pool = values_pool(engine->values);

	if (set->width == width)
		return set;
	return set->width < width ? intset_cast(pool, IR_ZEXT, set, width) :
		intset_uncast(pool, IR_ZEXT, set, width);
}

/* What the callee found out about what it was given narrows the caller's values. */
static bool apply_fact(uint32_t key, const void *set, void *context)
{
	struct applying *a = context;
	struct engine *engine = a->activation->engine;
	const struct value *inner = value_by_id(engine->values, key);

	if (!value_any_symbol(inner, concerns_caller, a->visible))
		return true;
	if (a->unfinished && value_any_symbol(inner, is_entry, NULL))
		return true;
	const struct value *outer = translate_value(a->translation, inner);
	if (outer && !state_assume(&a->activation->domain, a->next, outer,
				   set_as(engine, set, outer->width)))
		a->feasible = false;
	return a->feasible;
}

/*
 * In a recursion that has not settled, what is not a constant becomes a value of its own: else
 * each round would name it by one more call.
 */
static const struct value *forget_origin(struct applying *a, const struct value *value,
					 uint32_t number)
{
	struct symbol symbol = { .kind = SYMBOL_MEMORY, .site = a->inst, .index = number };
	uint64_t bits;

	if (!a->unfinished || !value || value->kind == VALUE_ADDRESS ||
	    value->kind == VALUE_FILL || value_is_const(value, &bits))
		return value;
	return is_raw(value) ?
		value_symbol(a->activation->engine->values, &symbol, value->width) :
		any_value(a->activation, a->inst, number, value->width);
}

static bool apply_binding(uint32_t key, const void *value, void *context)
{
	struct applying *a = context;
	struct engine *engine = a->activation->engine;
	const struct place *place = place_by_id(engine->values, key);
	const struct value *outer = translate_value(a->translation, value);
	int64_t shift;
	const struct region *region = translate_region(a->translation, place->region, &shift);
	int64_t offset = place->offset + shift * 8;

	if (!region)
		return true;
	if (((const struct value *)value)->kind == VALUE_FILL) {
		const struct value *fill = outer && !(outer->region && outer->epoch) ? outer :
			value_fill_copy(engine->values, region, offset, a->inst);

		state_fill(&a->activation->domain, a->next, region, offset, place->width, fill);
		return true;
	}
	outer = forget_origin(a, outer, place->id + 1);
	if (!outer)
		outer = any_value(a->activation, a->inst, place->id + 1, (uint32_t)place->width);
	effect_store(a->activation, a->next, region, offset, place->width, place->field, outer);
	return true;
}

static bool apply_region(uint32_t key, const void *contents, void *context)
{
	struct applying *a = context;
	const struct region *region = region_by_id(a->activation->engine->values, key);

	return region_root(region)->kind == REGION_LOCAL ||
	       pmap_each(contents, apply_binding, context);
}

static bool apply_ghost(uint32_t key, const void *contents, void *context)
{
	struct applying *a = context;
	const struct region *region = region_by_id(a->activation->engine->values, key);

	return region->kind != REGION_GLOBAL ||
	       !program_is_ghost(a->activation->engine->program, region->name) ||
	       pmap_each(contents, apply_binding, context);
}

static bool apply_note(uint32_t key, const void *cause, void *context)
{
	struct applying *a = context;

	a->next->notes = pmap_set(a->activation->scratch, a->next->notes, key, cause);
	return true;
}

/*
 * What a recursion that has not settled does to memory: each round would reach one object
 * further, so that it is taken to change whatever it can reach.
 */
static void apply_unfinished(struct applying *a, const struct outcome *outcome,
			     const struct value **arguments, uint32_t narguments)
{
	for (uint32_t i = 0; i < narguments; i++)
		effect_escape(a->activation, a->next, arguments[i]);
	cause_of_site(a->activation->engine, a->inst, outcome->calls);
	if (a->activation->engine->main) {
		/* a scout must not take it to leave anything alone */
		a->activation->havoc = cause_add(a->activation->engine, outcome->calls,
						 recursion_cause(a->activation));
		pmap_each(a->activation->havoc, apply_note, a);
	}
	state_havoc(&a->activation->domain, a->next, a->inst);
	pmap_each(a->inner->memory, apply_ghost, a);
}

static bool apply_lock(uint32_t key, const void *value, void *context)
{
	struct applying *a = context;
	struct engine *engine = a->activation->engine;
	const struct lock *lock = value;
	const struct value *address = translate_value(a->translation, lock->address);

	(void)key;
	if (!address)
		address = any_value(a->activation, a->inst, 0, lock->address->width);
	if (lock->field && !intmap_has(&engine->address_fields, address->id))
		intmap_set(&engine->address_fields, address->id, (void *)lock->field);
	effect_lock(a->activation, a->next, address, lock->count, a->inst);
	return true;
}

/* What the callee gave away is given away. */
static bool apply_escape(uint32_t key, const void *value, void *context)
{
	struct applying *a = context;
	int64_t offset;
	const struct region *region = translate_region(a->translation, value, &offset);

	(void)key;
	if (region)
		effect_escape(a->activation, a->next,
			      value_address(a->activation->engine->values, region, offset));
	return true;
}

static bool assume_facts(struct applying *a)
{
	a->feasible = true;
	pmap_each(a->inner->facts, apply_fact, a);
	return a->feasible;
}

static void find_visible(struct intmap *visible, const struct state *inner,
			 const struct value *result)
{
	if (result)
		value_any_symbol(result, mark_visible, visible);
	pmap_each(inner->memory, mark_contents, visible);
}

/* Records that the call had outcome number K, when that depended on something opaque. */
static bool note_choice(struct activation *activation, struct state *next,
			const struct summary *summary, size_t k, const struct ir_inst *inst)
{
	struct engine *engine = activation->engine;
	struct symbol symbol = { .kind = SYMBOL_OUTCOME, .site = inst, .index = summary->number };

	if (!summary->result.outcomes.data[k].causes || k > UINT16_MAX)
		return true;
	const struct value *choice = value_symbol(engine->values, &symbol, 16);
	struct intset_pool *pool = values_pool(engine->values);
	return state_assume(&activation->domain, next, choice,
			    intset_range(pool, 16, 0, summary->result.outcomes.count - 1)) &&
	       state_assume(&activation->domain, next, choice, intset_const(pool, 16, k));
}

static void apply_outcome(struct applying *a, struct summary *summary, size_t k,
			  const struct value **arguments, uint32_t narguments,
			  continuations *out)
{
	struct activation *activation = a->activation;
	const struct outcome *outcome = &summary->result.outcomes.data[k];
	struct continuation after = { .state = *a->translation->state };

	/* cppcheck-suppress autoVariables ; A is used no longer than this runs */
	a->next = &after.state;
	a->inner = &outcome->state;
	find_visible(a->visible, a->inner, outcome->result);
	if (!note_choice(activation, a->next, summary, k, a->inst) || !assume_facts(a))
		return;		/* NOLINT(clang-analyzer-core.StackAddressEscape): likewise */
	if (outcome->result)
		after.result = forget_origin(a, translate_value(a->translation, outcome->result),
					     0);
	if (a->unfinished)
		cause_of_site(activation->engine, a->inst, outcome->value_causes);
	trace_add(activation, a->next, a->inst, (struct trace){
		.kind = TRACE_CALL, .field = activation->entering, .inner = outcome->state.trace, .text = summary->info->key,
		.value = outcome->result, .range = outcome->range });
	if (a->unfinished) {
		apply_unfinished(a, outcome, arguments, narguments);
	} else if (outcome->state.epoch) {
		pmap_each(a->inner->escaped, apply_escape, a);
		for (uint32_t i = 0; i < narguments && pmap_get(a->inner->escaped, ALL_PRIVATE); i++)
			effect_escape(activation, a->next, arguments[i]);
		cause_of_site(activation->engine, a->inst, outcome->calls);
		activation->havoc = outcome->calls;
		state_havoc(&activation->domain, a->next, a->inst);
	}
	if (!a->unfinished)
		pmap_each(a->inner->memory, apply_region, a);
	pmap_each(a->inner->locks, apply_lock, a);
	if (a->next->notes)
		pmap_each(outcome->calls, apply_note, a);
	else
		a->next->notes = outcome->calls;
	vec_push(out, after);
}

/* What happened inside happens here, where the callee's path to it is feasible. */
static void apply_event(struct applying *a, const struct summary *summary,
			const struct event *event)
{
	struct activation *activation = a->activation;
	struct state next = *a->translation->state;
	struct event here = *event;

	/* cppcheck-suppress autoVariables ; likewise */
	a->next = &next;
	a->inner = &event->state;
	if (!assume_facts(a))
		return;
	trace_add(activation, &next, a->inst, (struct trace){
		.kind = TRACE_CALL, .field = activation->entering, .inner = event->state.trace, .text = summary->info->key });
	here.state = next;
	here.value = event->value ? translate_value(a->translation, event->value) : NULL;
	here.causes = causes_unite(activation->engine, event->causes,
				   causes_of_facts(activation->engine, &next));
	add_event(activation, here);
}

void apply_summary(struct activation *activation, const struct state *state,
		   struct summary *summary, const struct ir_inst *inst,
		   const struct value **arguments, uint32_t narguments, continuations *out)
{
	struct intmap memo = { 0 }, visible = { 0 };
	struct translation translation = {
		.caller = activation, .state = state,
		.callee = summary->info->ref.function, .arguments = arguments,
		.narguments = narguments, .site = inst, .memo = &memo,
	};
	struct applying applying = {
		.activation = activation, .translation = &translation, .inst = inst,
		.visible = &visible, .unfinished = summary->under_way != NULL,
	};

	translation_begin(&translation);
	/* what happens in a recursion under way is told by the exploration that it is part of */
	for (size_t i = 0; !applying.unfinished && i < summary->result.events.count; i++)
		apply_event(&applying, summary, &summary->result.events.data[i]);
	for (size_t k = 0; k < summary->result.outcomes.count; k++)
		apply_outcome(&applying, summary, k, arguments, narguments, out);
	intmap_free(&memo);
	intmap_free(&visible);
}
