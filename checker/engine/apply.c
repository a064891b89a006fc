// SPDX-License-Identifier: GPL-2.0-only
/* Applying summaries: what a call does, in the names of the caller. */
#include <string.h>

#include "engine/internal.h"

struct applying {
	struct activation *activation;
	struct translation *translation;
	struct state *next;
	const struct state *inner;	/* the outcome's state */
	struct intmap *visible;		/* ids of inner symbols that the caller will see */
	bool unfinished;	/* a recursion: values that it was given are widened away */
	bool of_any_level;	/* likewise: its facts about these may be another inner call's */
	const struct ir_inst *inst;
	bool fills;		/* fills are applied now, what was stored over them later */
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

/* The facts that the callee found about its inputs narrow the caller's values. */
static bool apply_fact(uint32_t key, const void *set, void *context)
{
	struct applying *a = context;
	struct engine *engine = a->activation->engine;
	const struct value *inner = value_by_id(engine->values, key);

	if (!value_any_symbol(inner, concerns_caller, a->visible))
		return true;
	if (a->of_any_level && value_any_symbol(inner, is_entry, NULL))
		return true;
	const struct value *outer = translate_value(a->translation, inner);
	if (outer && !state_assume(&a->activation->domain, a->next, outer,
				   set_as(engine, set, outer->width)))
		a->feasible = false;
	return a->feasible;
}

/* An input that has one target is equal to it: a test showed that, of which no other fact may be left. */
static bool apply_equality(uint32_t key, const void *value, void *context)
{
	struct applying *a = context;
	struct engine *engine = a->activation->engine;
	const struct value *inner = value_by_id(engine->values, key);
	const struct pointees *targets = value;

	if (!is_entry(inner, NULL) || targets->count != 1 || targets->more)
		return true;
	const struct value *x = translate_value(a->translation, inner);
	const struct value *y = translate_value(a->translation, targets->at[0]);

	if (x && y && x != y && x->width == y->width &&
	    !state_assume(&a->activation->domain, a->next, value_operation(engine->values, IR_EQ, x, y, 1, a->inst),
			  intset_const(values_pool(engine->values), 1, 1)))
		a->feasible = false;
	return a->feasible;
}

/*
 * In a recursion that has not settled, a value that is no constant gets a new name: otherwise each round
 * would name it by one more call.
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

/* FILL, in our names (NULL: it has none): a copy of what the callee found was there at the call. */
static void apply_fill(struct applying *a, const struct value *fill, const struct region *region,
		       int64_t offset, uint64_t width)
{
	struct domain *domain = &a->activation->domain;

	if (fill && fill->region && !fill->epoch) {
		state_copy_from(domain, a->next, region, offset, a->translation->state, fill->region,
				fill->offset, width);
		return;
	}
	/* what the callee does not know itself may hold addresses that the caller gave it */
	if (!fill || (fill->region && (value_fill_is_vague(fill) || region_root(region)->kind == REGION_LOCAL)))
		fill = value_fill_joined(domain->values, region, offset, a->inst, POINTS_ANYWHERE);
	else if (fill->region)
		fill = value_fill_copy(domain->values, region, offset, a->inst);
	state_fill(domain, a->next, region, offset, width, fill);
}

/* Whether VALUE is what PLACE held at entry to the callee: then nothing changes. */
static bool is_as_before(const struct state *inner, const struct place *place, const struct value *value)
{
	return !inner->epoch && value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_ENTRY &&
	       value->symbol->place == place;
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

	if (!region || (((const struct value *)value)->kind == VALUE_FILL) != a->fills)
		return true;
	if (a->fills) {
		apply_fill(a, outer, region, offset, place->width);
		return true;
	}
	if (is_as_before(a->inner, place, value))
		return true;
	outer = forget_origin(a, outer, place->id + 1);
	if (!outer)
		outer = any_value(a->activation, a->inst, place->id + 1, (uint32_t)place->width);
	effect_store(a->activation, a->next, region, offset, place->width, place->field, outer);
	return true;
}

/* What the callee knows of a pointer that we will see. */
static bool apply_targets(uint32_t key, const void *value, void *context)
{
	struct applying *a = context;
	struct values *values = a->activation->engine->values;
	const struct pointees *targets = value;
	const struct value *outer, *at[POINTEES_MAX];

	if (!value_any_symbol(value_by_id(values, key), concerns_caller, a->visible))
		return true;
	outer = translate_value(a->translation, value_by_id(values, key));
	if (!outer || outer->kind != VALUE_SYMBOL || state_targets(a->next, outer))
		return true;
	for (uint32_t i = 0; i < targets->count; i++) {
		at[i] = translate_value(a->translation, targets->at[i]);
		if (!at[i])
			return true;
	}
	state_point(&a->activation->domain, a->next, outer, at, targets->count);
	return true;
}

static bool apply_region(uint32_t key, const void *contents, void *context)
{
	struct applying *a = context;
	const struct region *region = region_by_id(a->activation->engine->values, key);

	const struct region *root = region_root(region);

	return (root->kind == REGION_LOCAL && root->index != RESULT_LOCAL) ||
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

/* Addresses that the callee gave away are given away. The caller knows where they lead. */
static bool apply_escape(uint32_t key, const void *value, void *context)
{
	struct applying *a = context;
	int64_t offset;

	if (key == ESCAPED_PRIVATE)
		return true;
	const struct region *region = translate_region(a->translation, value, &offset);

	a->activation->giving = intmap_get(&a->activation->engine->given_away, key);
	if (region)
		effect_escape(a->activation, a->next,
			      value_address(a->activation->engine->values, region, offset));
	a->activation->giving = NULL;
	return true;
}

/* ---- a recursion that has not settled ---- */

/*
 * Rounds in which a recursion's effects on its inputs are applied place by place; see
 * apply_unfinished().
 */
#define EXACT_ROUNDS 4

/*
 * Whether REGION is our own: only code that was given its address can change it. That is a local of
 * ours, or of some caller.
 */
static bool is_own(struct applying *a, const struct region *region)
{
	return !a->activation->domain.exposed(&a->activation->domain, a->next, region);
}

/*
 * Whether REGION, of the callee, may be our own. Memory of others holds no address of ours, so the
 * search stops there.
 */
static bool may_be_own(struct applying *a, const struct region *region)
{
	const struct region *root = region_root(region);
	const struct value *value = root->kind == REGION_POINTEE ? root->value : NULL;
	int64_t offset;

	if (!value || value->kind != VALUE_SYMBOL || value->symbol->kind != SYMBOL_ENTRY)
		return false;
	if (value->symbol->place->region->kind != REGION_LOCAL &&
	    !may_be_own(a, value->symbol->place->region))
		return false;
	region = translate_region(a->translation, root, &offset);
	return region && is_own(a, region);
}

/* Whether the callee was told, by IMPORT, that any code can change memory that may be our own. */
static bool hides_own(struct applying *a, const struct import *import)
{
	return !import->place && import->access == ACCESS_PUBLIC && may_be_own(a, import->region);
}

static bool hides_any(struct applying *a, const struct summary *summary)
{
	vec_each(import, &summary->imports)
		if (hides_own(a, import))
			return true;
	return false;
}

/* SUMMARY may have given away, without noting it, what it was not told to be our own. */
static void escape_hidden(struct applying *a, const struct summary *summary)
{
	struct engine *engine = a->activation->engine;
	int64_t offset;

	vec_each(import, &summary->imports)
		if (hides_own(a, import))
			effect_escape(a->activation, a->next, value_address(engine->values,
				translate_region(a->translation, import->region, &offset), 0));
}

/* Whether a parameter of the callee points to REGION. */
static bool is_given(const struct region *region)
{
	return region->kind == REGION_POINTEE && region->value->kind == VALUE_SYMBOL &&
	       region->value->symbol->kind == SYMBOL_ENTRY &&
	       region->value->symbol->place->region->kind == REGION_LOCAL;
}

/* Whether VALUE, the callee's, may be an address of our own memory. */
static bool leads_to_own(struct applying *a, const struct value *value)
{
	const struct region *region;
	int64_t offset;

	if (value->kind == VALUE_FILL)
		return value->region != NULL;
	if (value->width != a->activation->unit->pointer_bits)
		return false;
	value = translate_value(a->translation, value);
	region = value ? region_of_pointer(a->activation->engine->values, value, &offset) : NULL;
	return region && is_own(a, region);
}

static bool is_binding_exact(uint32_t key, const void *value, void *context)
{
	struct applying *a = context;
	const struct place *place = place_by_id(a->activation->engine->values, key);
	int64_t offset;
	const struct region *region = translate_region(a->translation, place->region, &offset);

	return !region || !is_own(a, region) ||
	       (is_given(place->region) && !leads_to_own(a, value));
}

static bool is_region_exact(uint32_t key, const void *contents, void *context)
{
	struct applying *a = context;
	const struct region *region = region_by_id(a->activation->engine->values, key);

	return region_root(region)->kind != REGION_POINTEE ||
	       pmap_each(contents, is_binding_exact, a);
}

static bool is_escape_exact(uint32_t key, const void *value, void *context)
{
	const struct region *region = value;

	(void)context;
	return key == ESCAPED_PRIVATE || region->kind == REGION_LOCAL || is_given(region);
}

/* Whether OUTCOME of SUMMARY changes no memory of our own but the objects that it was given itself. */
static bool is_exact(struct applying *a, const struct summary *summary,
		     const struct outcome *outcome)
{
	return summary->rounds < EXACT_ROUNDS && !hides_any(a, summary) &&
	       (!outcome->result || !leads_to_own(a, outcome->result)) &&
	       pmap_each(a->inner->escaped, is_escape_exact, NULL) &&
	       pmap_each(a->inner->memory, is_region_exact, a);
}

static bool apply_given(uint32_t key, const void *contents, void *context)
{
	struct applying *a = context;
	const struct region *region = region_by_id(a->activation->engine->values, key);
	int64_t offset;

	if (!is_given(region))
		return true;
	region = translate_region(a->translation, region, &offset);
	return !region || !is_own(a, region) || pmap_each(contents, apply_binding, a);
}

/*
 * What a recursion that has not settled does to memory. Each round could reach one object further, so it
 * is taken to change all that it can reach. Objects of our own are an exception if they were given to it
 * directly and no memory that it wrote leads to them: its effects on these are the same in each round,
 * so they are applied, and no other object of ours changes. Events that depend on the rest are not
 * proved.
 */
static void apply_unfinished(struct applying *a, const struct summary *summary,
			     const struct outcome *outcome, const struct value **arguments,
			     uint32_t narguments)
{
	struct activation *activation = a->activation;
	bool exact = is_exact(a, summary, outcome);

	if (exact)
		pmap_each(a->inner->escaped, apply_escape, a);
	activation->giving = exact ? NULL : cause_add(activation->engine, NULL,
						      cause_of_recursion(activation, summary->info));
	for (uint32_t i = 0; !exact && i < narguments; i++)
		effect_escape(activation, a->next, arguments[i]);
	activation->giving = NULL;
	/* for the searcher as well, this leaves nothing alone */
	activation->havoc = cause_add(activation->engine, outcome->calls,
				      cause_of_recursion(activation, summary->info));
	note_members_given(activation, a->inst, activation->havoc);
	cause_of_site(activation->engine, a->inst, activation->havoc);
	effect_note(activation, a->next, activation->havoc);
	effect_havoc(activation, a->next, a->inst);
	for (int pass = 0; pass < 2; pass++) {
		a->fills = !pass;
		if (exact)
			pmap_each(a->inner->memory, apply_given, a);
		pmap_each(a->inner->memory, apply_ghost, a);
	}
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
	a->feasible = effect_lock_of_outcome(a->activation, a->next, lock, address, a->inst);
	return a->feasible;
}

static bool assume_facts(struct applying *a)
{
	a->feasible = true;
	pmap_each(a->inner->facts, apply_fact, a);
	if (a->feasible && !a->of_any_level)
		pmap_each(a->inner->targets, apply_equality, a);
	return a->feasible;
}

static void find_visible(struct intmap *visible, const struct state *inner,
			 const struct value *result)
{
	if (result)
		value_any_symbol(result, mark_visible, visible);
	pmap_each(inner->memory, mark_contents, visible);
}

/* Notes that the call had outcome number K, if that depended on some cause. */
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

static bool is_no_copy(uint32_t key, const void *value, void *context)
{
	(void)key, (void)context;
	return ((const struct value *)value)->kind != VALUE_FILL ||
	       !((const struct value *)value)->region;
}

/* Whether no part of a region is a copy, which the caller may not know. */
static bool is_whole_region(uint32_t key, const void *contents, void *context)
{
	(void)key;
	return pmap_each(contents, is_no_copy, context);
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
	if (a->unfinished && (summary->context_free || summary->hidden.base.count))
		after.state.lost = cause_add(activation->engine, after.state.lost,
					     cause_of_recursion(activation, summary->info));
	trace_add(activation, a->next, a->inst, (struct trace){
		.kind = TRACE_CALL, .field = activation->entering, .inner = outcome->state.trace, .text = summary->info->key,
		.value = outcome->result, .range = outcome->range });
	if (a->unfinished) {
		apply_unfinished(a, summary, outcome, arguments, narguments);
	} else if (outcome->state.epoch) {
		if (summary->context_free || summary->hidden.base.count)
			escape_hidden(a, summary);
		pmap_each(a->inner->escaped, apply_escape, a);
		cause_of_site(activation->engine, a->inst, outcome->calls);
		activation->havoc = outcome->calls;
		note_members_given(activation, a->inst, outcome->calls);
		/* only models, which say that others may write there, were called */
		if (!outcome->calls && pmap_each(a->inner->memory, is_whole_region, NULL))
			free_site(activation->engine, a->inst);
		effect_havoc(activation, a->next, a->inst);
		/* what it made past is what earlier calls here returned, not this one */
		if (!assume_facts(a))
			return;		/* NOLINT(clang-analyzer-core.StackAddressEscape): likewise */
	}
	for (int pass = 0; pass < 2 && !a->unfinished; pass++) {
		a->fills = !pass;
		pmap_each(a->inner->memory, apply_region, a);
	}
	if (!a->unfinished)
		pmap_each(a->inner->targets, apply_targets, a);
	if (!pmap_each(a->inner->locks, apply_lock, a))
		return;
	effect_note(activation, a->next, outcome->calls);
	vec_push(out, after);
}

/* EVENT happens here under the facts of NEXT; it depends on CAUSE as well (or NULL). */
static void add_inner_event(struct applying *a, const struct summary *summary,
			    const struct event *event, struct state *next, struct cause *cause)
{
	struct activation *activation = a->activation;
	struct engine *engine = activation->engine;
	struct event here = *event;

	trace_add(activation, next, a->inst, (struct trace){
		.kind = TRACE_CALL, .field = activation->entering, .inner = event->state.trace, .text = summary->info->key });
	here.state = *next;
	here.value = event->value ? translate_value(a->translation, event->value) : NULL;
	here.causes = causes_unite(engine, event->causes, causes_of_facts(engine, next));
	if (cause)
		here.causes = cause_add(engine, here.causes, cause);
	add_event(activation, here);
}

/*
 * An event of the callee happens here if the callee's path to it is feasible. In a recursion a further
 * call down may cause it, on other inputs: so it may happen although it is not feasible here.
 */
static void apply_event(struct applying *a, const struct summary *summary,
			const struct event *event)
{
	struct activation *activation = a->activation;
	struct state next = *a->translation->state;

	/* cppcheck-suppress autoVariables ; likewise */
	a->next = &next;
	a->inner = &event->state;
	if (assume_facts(a)) {
		add_inner_event(a, summary, event, &next, NULL);
		return;
	}
	if (!summary->used_while_active)
		return;
	next = *a->translation->state;
	a->of_any_level = true;
	if (assume_facts(a))
		add_inner_event(a, summary, event, &next,
				cause_of_recursion(activation, summary->info));
	a->of_any_level = false;
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
		.result = result_region(activation, inst),
	};
	struct applying applying = {
		.activation = activation, .translation = &translation, .inst = inst,
		.visible = &visible, .unfinished = summary->under_way != NULL,
		.of_any_level = summary->under_way != NULL,
	};

	translation_begin(&translation);
	/* events of a recursion under way are told by the exploration that runs it */
	for (size_t i = 0; !applying.unfinished && i < summary->result.events.count; i++)
		apply_event(&applying, summary, &summary->result.events.data[i]);
	for (size_t k = 0; k < summary->result.outcomes.count; k++)
		apply_outcome(&applying, summary, k, arguments, narguments, out);
	intmap_free(&memo);
	intmap_free(&visible);
}
