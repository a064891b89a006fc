// SPDX-License-Identifier: GPL-2.0-only
/* One function in one context: constant memory, and what the domain asks. */
#include "engine/entry_cases.h"
#include "engine/static_tables.h"
#include "engine/strategy.h"

/* ---- constant memory ---- */

/* The initial value of PLACE in the variable of REF; NULL: not known. */
static const struct value *initial_value(struct activation *activation,
					 const struct place *place, struct global_ref ref)
{
	struct engine *engine = activation->engine;
	uint32_t width = (uint32_t)place->width;

	if (place->width > 64)
		return NULL;
	for (uint32_t i = 0; i < ref.global->ninits; i++) {
		const struct ir_init *init = &ref.global->inits[i];
		int64_t offset = (int64_t)init->offset * 8 + init->bit_offset;
		int64_t bits = (int64_t)(init->bit_width ? init->bit_width : init->type.bits);

		if (offset + bits <= place->offset || offset >= place->offset + (int64_t)width)
			continue;
		if (offset != place->offset || bits != (int64_t)width)
			return NULL;
		if (init->value.kind == IR_CONST)
			return value_const(engine->values, width, init->value.bits);
		if (init->value.kind == IR_STRING)
			return value_address(engine->values, region_string(engine->values,
						init->value.string), init->addend);
		if (init->value.kind != IR_SYMBOL)
			return NULL;
		const struct ir_symbol *symbol = &ref.unit->symbols.data[init->value.index];
		const struct region *target = symbol->kind == IR_SYM_FUNCTION ?
			region_function(engine->values, symbol->name) :
			region_global(engine->values, symbol->name);
		return value_address(engine->values, target, init->addend);
	}
	return value_const(engine->values, width, 0);
}

/* Constant variables keep their initial values. So do function pointers in static ones that nothing is stored to. */
static bool keeps_initial(const struct place *place, struct global_ref ref)
{
	const struct ir_symbol *symbol = &ref.unit->symbols.data[ref.global->symbol];

	if (symbol->is_const)
		return !symbol->is_weak;
	return !ref.global->is_assigned && is_stored_by_name(ref, place->field);
}

static const struct value *constant_memory(struct activation *activation,
					   const struct place *place)
{
	struct global_ref ref = program_global(activation->engine->program,
					       place->region->name);

	if (!ref.global)
		return NULL;
	if (!program_is_ghost(activation->engine->program, place->region->name))
		intmap_set(&activation->engine->tables, (uint64_t)(uintptr_t)ref.unit, ref.unit);
	if (!keeps_initial(place, ref))
		return NULL;
	if (!ref.unit->symbols.data[ref.global->symbol].is_const)
		note_assumption(activation, ASSUMPTION_INITIAL_TABLES, NULL, place->field);
	return initial_value(activation, place, ref);
}

static bool is_ghost(const struct activation *activation, const struct region *region)
{
	return region->kind == REGION_GLOBAL &&
	       program_is_ghost(activation->engine->program, region->name);
}

/* ---- the domain's hooks ---- */

const struct value *unknown_since(struct activation *activation, const struct place *place,
				  const void *site)
{
	struct symbol symbol = { .kind = SYMBOL_MEMORY, .place = place, .site = site };

	return value_symbol(activation->engine->values, &symbol, (uint32_t)place->width);
}

/* PLACE of a local as of EPOCH; NULL: since entry. */
static const struct value *unbound_local(struct activation *activation, const struct state *state,
					 const struct place *place, const void *epoch)
{
	const struct value *value;
	const struct region *root = region_root(place->region);
	const struct ir_local *local = root->index == RESULT_LOCAL ? NULL :
		&activation->function->locals[root->index];

	if (epoch) {
		value = unknown_since(activation, place, epoch);
		if (!pmap_get(state->escaped, root->id))
			cause_of_own(activation->engine, value);
		return value;
	}
	if (local && local->is_param)
		return import_place(activation, place);
	struct symbol symbol = { .kind = SYMBOL_INDETERMINATE, .place = place };
	return value_symbol(activation->engine->values, &symbol, (uint32_t)place->width);
}

/* Whether other code can change REGION, which existed at entry, in STATE. */
static bool is_reachable(struct activation *activation, const struct state *state,
			 const struct region *root)
{
	switch (region_access(activation, root)) {
	case ACCESS_FROZEN:
		note_assumption(activation, ASSUMPTION_FROZEN_RANGE, NULL, NULL);
		return false;
	case ACCESS_PRIVATE:
		return pmap_get(state->escaped, root->id) ||
		       pmap_get(state->escaped, ESCAPED_PRIVATE);
	case ACCESS_PUBLIC:
		break;
	}
	return true;
}

/* The characters of PLACE in a literal; NULL: it ends before. */
static const struct value *characters(struct activation *activation, const struct place *place)
{
	const char *text = place->region->name;
	uint64_t bits = 0;

	if (place->offset < 0 || place->offset % 8 || place->width % 8 || place->width > 64 ||
	    (uint64_t)place->offset + place->width > (strlen(text) + 1) * 8)
		return NULL;
	for (uint64_t i = 0; i < place->width; i += 8)
		bits |= (uint64_t)(unsigned char)text[((uint64_t)place->offset + i) / 8] << i;
	return value_const(activation->engine->values, (uint32_t)place->width, bits);
}

/* Whether ROOT never changes. Then its content is nobody's choice, whether it is known or not. */
static bool is_constant(struct activation *activation, const struct region *root)
{
	struct global_ref ref = { 0 };
	uint32_t symbol;

	if (root->kind == REGION_STRING)
		return true;
	if (root->kind != REGION_GLOBAL)
		return false;
	ref = program_global(activation->engine->program, root->name);
	if (ref.global)
		return ref.unit->symbols.data[ref.global->symbol].is_const;
	symbol = ir_find_symbol(activation->unit, root->name);
	return symbol && activation->unit->symbols.data[symbol].is_const;
}

/* PLACE of a constant whose value is not known. */
static const struct value *unknown_constant(struct activation *activation,
					    const struct place *place)
{
	const struct value *value = import_place(activation, place);
	const struct region *root = region_root(place->region);
	bool is_defined = root->kind == REGION_STRING ||
		program_global(activation->engine->program, root->name).global;

	if (value->kind == VALUE_SYMBOL)
		cause_for_value(activation->engine, value, cause_of_constant(activation->engine,
				is_defined ? CAUSE_CONTENT : CAUSE_ELSEWHERE, place));
	return value;
}

static const struct value *unbound(struct domain *domain, const struct state *state,
				   const struct place *place, const void *epoch)
{
	struct activation *activation = domain->context;
	const struct region *root = region_root(place->region);

	if (root->kind == REGION_LOCAL)
		return unbound_local(activation, state, place, epoch);
	if (place->region == root) {
		const struct value *constant = root->kind == REGION_STRING ? characters(activation, place) :
			root->kind == REGION_GLOBAL ? constant_memory(activation, place) : NULL;

		if (constant)
			return constant;
	}
	if (is_constant(activation, root))
		return unknown_constant(activation, place);
	if (is_ghost(activation, root)) {
		if (!activation->caller && activation->is_callback &&
		    !program_is_given(activation->engine->program, root->name)) {
			note_assumption(activation, ASSUMPTION_GHOSTS, NULL, NULL);
			return value_const(activation->engine->values, (uint32_t)place->width,
					   seed_of_ghost(activation, root));
		}
		return import_place(activation, place);
	}
	if (epoch && root->kind != REGION_STRING && is_reachable(activation, state, root))
		return activation->engine->strategy->memory_after(activation, state, place, epoch);
	return import_place(activation, place);
}

static const struct intset *base_fact(struct domain *domain, const struct value *symbol)
{
	struct activation *activation = domain->context;

	return intmap_get(&activation->entry_facts, symbol->id);
}

static bool exposed(struct domain *domain, const struct state *state,
		    const struct region *region)
{
	struct activation *activation = domain->context;
	const struct region *root = region_root(region);

	switch (root->kind) {
	case REGION_LOCAL:
		return pmap_get(state->escaped, root->id);
	case REGION_GLOBAL:
		return !is_ghost(activation, root);
	case REGION_POINTEE:
		return is_reachable(activation, state, root);
	default:
		return false;
	}
}

/* So deep an address is looked for in a pointer. */
#define ADDRESS_DEPTH 6

static bool is_of_address(const struct value *value, uint32_t depth)
{
	if (!value || !depth || value->kind != VALUE_OPERATION)
		return value && value->kind == VALUE_ADDRESS;
	return is_of_address(value->a, depth - 1) || is_of_address(value->b, depth - 1);
}

/* Whether VALUE was computed of an address in a way that does not tell where it leads. */
static bool is_computed_pointer(const struct value *value)
{
	return value && value->kind == VALUE_OPERATION && is_of_address(value, ADDRESS_DEPTH);
}

/*
 * A value that was joined may be neither; one that only has another name now is what it was. Where a pointer led that
 * code computed follows from the code, and is no choice of others.
 */
static void joined(struct domain *domain, const struct value *value, const struct value *x,
		   const struct value *y)
{
	struct activation *activation = domain->context;

	cause_of_value(activation->engine, value, x, y);
	if (value->symbol->kind == SYMBOL_JOIN)
		cause_for_value(activation->engine, value, cause_of_joining(activation));
	if (is_computed_pointer(x) || is_computed_pointer(y))
		cause_for_value(activation->engine, value,
				cause_of_constant(activation->engine, CAUSE_CONTENT, value->symbol->place));
}

static void guessed(struct domain *domain, const struct value *value, const void *epoch)
{
	struct activation *activation = domain->context;
	struct engine *engine = activation->engine;
	const struct cause *cause = cause_of_alias(engine);

	if (value)
		cause_for_value(engine, value, cause);
	else
		cause_of_site(engine, epoch, cause_add(engine, NULL, cause));
}

static void blurred(struct domain *domain, struct state *state)
{
	struct activation *activation = domain->context;

	state->lost = cause_add(activation->engine, state->lost, cause_of_joining(activation));
}

/* The path took one way at VALUE, and goes on depending on what decided there. */
static void forgot(struct domain *domain, struct state *state, const struct value *value)
{
	struct activation *activation = domain->context;

	state->lost = causes_unite(activation->engine, state->lost,
				   causes_of_fact(activation->engine, value));
	if (value->kind == VALUE_OPERATION)
		blurred(domain, state);
}

/* Where the caller says that a pointer of ours points; else its kind tells. */
static enum pointing pointing(struct domain *domain, const struct value *symbol)
{
	struct activation *activation = domain->context;
	uintptr_t known = (uintptr_t)intmap_get(&activation->pointing, symbol->id);

	return known ? (enum pointing)(known - 1) : pointing_of_symbol(symbol->symbol);
}

static bool addressable(struct domain *domain, const struct region *region)
{
	struct activation *activation = domain->context;
	const struct ir_local *local;

	if (region->kind == REGION_POINTEE)
		return region_access(activation, region) != ACCESS_FROZEN;
	if (region->kind != REGION_LOCAL)
		return !is_ghost(activation, region);
	if (region->function != activation->function || region->index >= activation->function->nlocals)
		return false;
	local = &activation->function->locals[region->index];
	return local->address_taken || local->type.kind == IR_AGG;
}

static void marked(struct domain *domain, const void *epoch, const struct value *x,
		   const struct value *y)
{
	struct activation *activation = domain->context;
	struct engine *engine = activation->engine;

	if (x)
		cause_of_site(engine, epoch, causes_of_value(engine, x));
	if (y)
		cause_of_site(engine, epoch, causes_of_value(engine, y));
}

static void epochs_joined(struct domain *domain, const void *epoch, const void *a, const void *b)
{
	struct activation *activation = domain->context;

	cause_of_epoch(activation->engine, epoch, a);
	cause_of_epoch(activation->engine, epoch, b);
}

struct losing {
	struct engine *engine;
	const struct pmap *causes;
};

static bool lose_fact(uint32_t key, const void *value, void *context)
{
	struct losing *losing = context;

	(void)key;
	losing->causes = causes_unite(losing->engine, losing->causes,
				      causes_of_fact(losing->engine, value));
	return true;
}

static const struct pmap *lose_facts(struct engine *engine, const struct pmap *causes,
				     const struct pmap *facts)
{
	struct losing losing = { engine, causes };

	pmap_each(facts, lose_fact, &losing);
	return losing.causes;
}

static bool is_that_symbol(const struct value *symbol, void *context)
{
	const struct value **only = context;

	if (!*only)
		*only = symbol;
	return symbol != *only;
}

static bool is_about_it(uint32_t key, const void *value, void *context)
{
	(void)key;
	return !value_any_symbol(value, is_that_symbol, context);
}

/*
 * Each way depends on the facts that it alone had, and on those that said more than the joined state
 * says. A way that depends on no cause is free, and frees the joined state. So do two ways that differ
 * on one symbol only: whatever its value, one of them is open. (`x || y`: on y alone, if x is not known;
 * but not if neither is.)
 */
static const struct pmap *lose(struct domain *domain, const struct losses *losses)
{
	struct engine *engine = ((struct activation *)domain->context)->engine;
	const struct pmap *alone_a = lose_facts(engine, losses->lost_a, losses->only_a);
	const struct pmap *a = lose_facts(engine, alone_a, losses->more_a);

	if (!a)
		return NULL;
	const struct pmap *alone_b = lose_facts(engine, losses->lost_b, losses->only_b);
	const struct pmap *b = lose_facts(engine, alone_b, losses->more_b);
	const struct value *symbol = NULL;

	if (!b || (!alone_a && !alone_b && pmap_each(losses->more_a, is_about_it, &symbol) &&
		   pmap_each(losses->more_b, is_about_it, &symbol)))
		return NULL;
	return causes_unite(engine, a, b);
}

/* ---- life ---- */

void activation_begin(struct activation *activation, struct engine *engine,
		      struct function_info *info)
{
	activation->engine = engine;
	activation->info = info;
	activation->unit = info->ref.unit;
	activation->function = info->ref.function;
	activation->scratch = arena_new();
	if (!activation->caller && !activation->nseeds)
		activation->frozen_param = UINT32_MAX;
	activation->domain = (struct domain){
		.values = engine->values, .arena = activation->scratch, .unbound = unbound,
		.base_fact = base_fact, .exposed = exposed, .joined = joined,
		.epochs_joined = epochs_joined, .lose = lose, .pointing = pointing, .guessed = guessed,
		.addressable = addressable, .marked = marked, .blurred = blurred,
		.forgot = forgot, .equated = equated, .was_read = was_read, .rounds = engine->strategy->rounds_told_apart,
		.drops_implied = engine->strategy->keeps_ways_apart,
		.chooses_apart = engine->strategy->leaves_ways_out,
		.survives = engine->strategy->survives,
		.feasibility = state_feasibility, .feasibilities = &engine->feasibilities,
		.context = activation,
	};
}

void activation_end(struct activation *activation)
{
	vec_free(&activation->imports);
	intmap_free(&activation->imported);
	intmap_free(&activation->parts);
	intmap_free(&activation->access);
	intmap_free(&activation->inward);
	intmap_free(&activation->same);
	intmap_free(&activation->entry_facts);
	intmap_free(&activation->pointing);
	intmap_free(&activation->mixing);
	domain_end(&activation->domain);
	arena_free(activation->scratch);
}
