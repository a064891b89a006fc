// SPDX-License-Identifier: GPL-2.0-only
/* Questions of an activation to its caller: what memory held at entry, and which code can change it. */
#include <string.h>

#include "engine/internal.h"
#include "engine/strategy.h"

static const struct value *entry_symbol(struct activation *activation, const struct place *place)
{
	struct symbol symbol = { .kind = SYMBOL_ENTRY, .place = place };

	return value_symbol(activation->engine->values, &symbol, (uint32_t)place->width);
}

/* ---- seeds: what is known of a callback's arguments ---- */

static bool is_param(const struct activation *activation, const struct region *region,
		     uint32_t param)
{
	return region->kind == REGION_LOCAL && region->function == activation->function &&
	       region->index == param;
}

/* Whether the parameter PARAM pointed to REGION at entry. */
static bool is_param_pointee(const struct activation *activation, const struct region *region,
			     uint32_t param)
{
	if (region->kind != REGION_POINTEE || region->value->kind != VALUE_SYMBOL)
		return false;
	const struct symbol *symbol = region->value->symbol;

	return symbol->kind == SYMBOL_ENTRY && is_param(activation, symbol->place->region, param);
}

/* The member that is read at PLACE, a pointee: also where it is copied by its address. NULL: not known. */
static const struct ir_field *member_at(const struct activation *activation, const struct place *place)
{
	struct engine *engine = activation->engine;
	const struct ir_field *field;

	if (place->field || place->offset % 8)
		return place->field;
	field = intmap_get(&engine->address_fields, value_offset(engine->values, place->region->value,
								 place->offset / 8)->id);
	return field && field->type.bits == place->width ? field : NULL;
}

static bool seed_names(const struct activation *activation, const struct seed *seed,
		       const struct place *place)
{
	const struct ir_field *field;

	if (seed->ghost)
		return false;
	if (!seed->field)
		return is_param(activation, place->region, seed->param);
	if (!is_param_pointee(activation, place->region, seed->param))
		return false;
	field = member_at(activation, place);
	return field && !strcmp(field->name, seed->field) && !strcmp(field->record, seed->record);
}

static const struct intset *seed_fact(struct activation *activation, const struct place *place)
{
	for (size_t i = 0; i < activation->nseeds; i++) {
		const struct seed *seed = &activation->seeds[i];

		if (seed_names(activation, seed, place))
			return intset_bits(values_pool(activation->engine->values),
					   (uint32_t)place->width, seed->mask, seed->bits);
	}
	return NULL;
}

/* Whether the contract says something of the arguments: not all that is explored is called by the core. */
static bool has_contract(const struct activation *activation)
{
	for (size_t i = 0; i < activation->nseeds; i++)
		if (!activation->seeds[i].ghost)
			return activation->is_callback;
	return false;
}

/* Whether PLACE is a whole parameter of the callback, a pointer. */
static bool is_pointer_param(const struct activation *activation, const struct place *place)
{
	const struct ir_function *function = activation->function;
	uint32_t index = place->region->index;

	return has_contract(activation) && place->region->kind == REGION_LOCAL && !place->offset &&
	       index < function->nparams && function->locals[index].type.kind == IR_PTR &&
	       function->locals[index].type.bits == place->width;
}

/* Whether PLACE is a pointer that models say the callers chose. */
static bool is_given_pointer(const struct activation *activation, const struct place *place)
{
	return place->region->kind == REGION_GLOBAL && !place->offset && place->width == activation->unit->pointer_bits &&
	       program_is_given(activation->engine->program, place->region->name);
}

/* A callback's callers hand valid pointers to objects, which are aligned. */
static const struct intset *pointer_fact(struct activation *activation, const struct place *place)
{
	struct intset_pool *pool = values_pool(activation->engine->values);
	uint32_t width = (uint32_t)place->width;

	if (!is_pointer_param(activation, place) && !is_given_pointer(activation, place))
		return NULL;
	return intset_intersect(pool, intset_bits(pool, width, width / 8 - 1, 0),
				intset_range(pool, width, 4096, (uint64_t)0 - 4096));
}

/* The object that the argument POINTER leads to is aligned as its members are: they are pointers, or as large. */
static void align_object(struct activation *activation, const struct value *pointer)
{
	int64_t offset;
	const struct region *region = region_of_pointer(activation->engine->values, pointer, &offset);

	if (region)
		region_align(region, pointer->width / 8);
}

/*
 * Whether PLACE may have held a pointer to an object that another pointer leads to as well. Of a callback that takes many
 * blocks it is assumed that it did not ("no-alias"), from so many on. A search for one way takes an input where it did not.
 */
#define STEPS_OF_SHARED 4096

static bool may_be_shared(const struct activation *activation, const struct place *place)
{
	const struct engine *engine = activation->engine;

	return !engine->strategy->leaves_ways_out && place->width == activation->unit->pointer_bits &&
	       place->region->kind != REGION_LOCAL &&
	       engine->steps < STEPS_OF_SHARED;
}

uint64_t seed_of_ghost(const struct activation *activation, const struct region *region)
{
	for (size_t i = 0; i < activation->nseeds; i++) {
		const struct seed *seed = &activation->seeds[i];

		if (seed->ghost && !strcmp(seed->ghost, region->name))
			return seed->bits;
	}
	return 0;
}

/* ---- imports ---- */

static bool is_everywhere_the_same(const struct value *value)
{
	if (value->kind == VALUE_CONST)
		return true;
	return value->kind == VALUE_ADDRESS && (value->region->kind == REGION_GLOBAL ||
						value->region->kind == REGION_FUNCTION ||
						value->region->kind == REGION_STRING);
}

/* The inner name of the caller's OUTER, if there is one already. */
static const struct value *known_inside(struct activation *activation, const struct value *outer)
{
	const struct value *same = intmap_get(&activation->same, outer->id);

	if (same || outer->width != activation->unit->pointer_bits)
		return same;
	int64_t offset;
	const struct region *region = region_of_pointer(activation->engine->values, outer, &offset);
	const struct region_link *link = region ?
		intmap_get(&activation->inward, region->id) : NULL;

	return link ? value_address(activation->engine->values, link->inner,
				    offset - link->shift) : NULL;
}

/* Gives the caller's OUTER the inner name INNER. */
static void remember_inside(struct activation *activation, const struct value *outer,
			    const struct value *inner)
{
	int64_t offset, unused;

	intmap_set(&activation->same, outer->id, (void *)inner);
	if (outer->width != activation->unit->pointer_bits)
		return;
	const struct region *region = region_of_pointer(activation->engine->values, outer, &offset);
	if (!region || intmap_has(&activation->inward, region->id))
		return;
	struct region_link link = {
		.inner = region_of_pointer(activation->engine->values, inner, &unused),
		.shift = offset,
	};
	intmap_set(&activation->inward, region->id,
		   arena_copy(activation->scratch, &link, sizeof(link)));
}

void caller_translation(struct activation *activation, struct translation *t)
{
	*t = (struct translation){
		.caller = activation->caller, .state = activation->caller_state,
		.callee = activation->function, .arguments = activation->arguments,
		.narguments = activation->narguments, .memo = activation->translated,
	};
	translation_begin(t);
}

static enum hiding hiding_of(const struct activation *activation, uint64_t key)
{
	return activation->hidden ?
		(enum hiding)(uintptr_t)intmap_get(activation->hidden, key) : HIDING_NOTHING;
}

/* Where OUTER, a value of the caller, points if it is a pointer to something. */
static enum pointing pointing_outside(struct activation *activation, const struct value *outer)
{
	int64_t offset;
	const struct region *region = outer->width == activation->unit->pointer_bits ?
		region_of_pointer(activation->engine->values, outer, &offset) : NULL;

	return region ? state_pointing(&activation->caller->domain, activation->caller_state, region) :
		POINTS_APART;
}

static void import_from_caller(struct activation *activation, struct import *import)
{
	enum hiding hiding = hiding_of(activation, 2 * (uint64_t)import->place->id);
	struct translation t;

	if (hiding == HIDING_VALUE) {
		import->pointing = POINTS_OUTSIDE;
		return;
	}
	caller_translation(activation, &t);
	const struct value *outer = translate_value(&t, import->value);
	if (!outer || outer->kind == VALUE_FILL)
		return;
	outer = may_hold_pointer(activation->function, import->place) ?
		state_pointer(&activation->caller->domain, activation->caller_state, outer) :
		state_number(&activation->caller->domain, activation->caller_state, outer);
	if (is_everywhere_the_same(outer)) {
		import->value = outer;
		return;
	}
	const struct value *known = known_inside(activation, outer);
	if (known) {
		import->value = known;
		return;
	}
	remember_inside(activation, outer, import->value);
	import->pointing = pointing_outside(activation, outer);
	const struct intset *range = state_range(&activation->caller->domain,
						 activation->caller_state, outer);
	if (!intset_is_full(range) && hiding != HIDING_FACT)
		import->fact = range;
}

static bool is_pointer(const struct activation *activation, const struct place *place)
{
	if (place->field)
		return place->field->type.kind == IR_PTR;
	if (place->region->kind == REGION_LOCAL && place->region->function == activation->function &&
	    place->region->index < activation->function->nlocals)
		return activation->function->locals[place->region->index].type.kind == IR_PTR;
	return place->width == activation->unit->pointer_bits;
}

/* Imports the member that a seed is about, if PLACE is a part of it. */
static void import_seeded_around(struct activation *activation, const struct place *place)
{
	for (size_t i = 0; i < activation->nseeds; i++) {
		const struct seed *seed = &activation->seeds[i];

		if (seed->ghost || !seed->field || !is_param_pointee(activation, place->region, seed->param) ||
		    member_at(activation, place))
			continue;
		struct member_place member = program_member(activation->engine->program, seed->record, seed->field);
		int64_t from = member.offset * 8;

		if (!member.field || place->offset < from || place->width >= member.field->type.bits ||
		    place->offset + (int64_t)place->width > from + (int64_t)member.field->type.bits)
			continue;
		import_place(activation, place_get(activation->engine->values, place->region, from,
						   member.field->type.bits, member.field));
	}
}

const struct value *import_place(struct activation *activation, const struct place *place)
{
	size_t index = (size_t)(uintptr_t)intmap_get(&activation->imported, place->id);
	const struct value *known = intmap_get(&activation->parts, place->id);

	if (known || index)
		return known ? known : activation->imports.data[index - 1].value;
	if (!activation->caller)
		import_seeded_around(activation, place);
	const struct place *pointer = pointer_around(activation, place);

	if (pointer)
		import_place(activation, pointer);
	known = import_part(activation, place);
	if (known)
		return known;
	struct import import = { .place = place, .value = entry_symbol(activation, place) };

	if (activation->caller)
		import_from_caller(activation, &import);
	else
		import.fact = seed_fact(activation, place);
	if (!import.fact && !activation->caller)
		import.fact = pointer_fact(activation, place);
	if (!activation->caller && may_be_shared(activation, place))
		import.pointing = POINTS_GIVEN;
	if (import.fact && is_pointer_param(activation, place))
		align_object(activation, import.value);
	if (import.fact)
		intmap_set(&activation->entry_facts, import.value->id, (void *)import.fact);
	if (import.pointing)
		intmap_set(&activation->pointing, import.value->id,
			   (void *)((uintptr_t)1 + import.pointing));
	if (import.fact && intset_is_const(import.fact))
		import.value = value_const(activation->engine->values, import.fact->width,
					   intset_min(import.fact));
	vec_push(&activation->imports, import);
	intmap_set(&activation->imported, place->id, (void *)activation->imports.count);
	/* a pointer stays one: what was read of its bits does not tell where it leads */
	return is_pointer(activation, place) ? import.value :
		import_whole(activation, place, import.value);
}

/* Which code can change REGION in STATE of ACTIVATION. */
static enum access access_in(struct activation *activation, const struct state *state,
			     const struct region *region)
{
	const struct region *root = region_root(region);

	enum access access = root->kind == REGION_LOCAL ? ACCESS_PRIVATE :
			     region_access(activation, root);

	if (access == ACCESS_PRIVATE && (pmap_get(state->escaped, root->id) ||
					 (root->kind == REGION_POINTEE &&
					  pmap_get(state->escaped, ESCAPED_PRIVATE))))
		return ACCESS_PUBLIC;
	return access;
}

static enum access ask_access(struct activation *activation, const struct region *root)
{
	if (!activation->caller)
		return is_param_pointee(activation, root, activation->frozen_param) ?
			ACCESS_FROZEN : ACCESS_PUBLIC;
	/* an address that was computed: whose object it is in, nobody knows, and each caller's name of it is longer */
	if (root->value->kind == VALUE_OPERATION)
		return ACCESS_PUBLIC;
	struct translation t;
	int64_t offset;

	if (hiding_of(activation, 2 * (uint64_t)root->id + 1))
		return ACCESS_PUBLIC;
	caller_translation(activation, &t);
	const struct region *outer = translate_region(&t, root, &offset);
	return outer ? access_in(activation->caller, activation->caller_state, outer) :
		ACCESS_PUBLIC;
}

enum access region_access(struct activation *activation, const struct region *region)
{
	const struct region *root = region_root(region);

	if (root->kind != REGION_POINTEE)
		return ACCESS_PUBLIC;
	uintptr_t known = (uintptr_t)intmap_get(&activation->access, root->id);
	if (known)
		return (enum access)(known - 1);
	struct import import = { .region = root, .access = ask_access(activation, root) };

	vec_push(&activation->imports, import);
	intmap_set(&activation->access, root->id, (void *)((uintptr_t)1 + import.access));
	return import.access;
}

/* Whether VALUE, held by PLACE at entry, is a pointer that equals another known pointer. */
static bool is_alias(struct activation *activation, const struct place *place,
		     const struct value *value)
{
	return value != entry_symbol(activation, place) && !is_everywhere_the_same(value) &&
	       is_pointer(activation, place);
}

/* The callee learned nothing from this import, so its summary holds for any caller. */
static bool is_general(struct activation *activation, const struct import *import)
{
	if (!import->place)
		return import->access == ACCESS_PUBLIC;
	return import->value == entry_symbol(activation, import->place) && !import->fact;
}

/* Where VALUE, an answer, points by what the caller said. */
static enum pointing told_pointing(struct activation *activation, const struct value *value)
{
	uintptr_t known = (uintptr_t)intmap_get(&activation->pointing, value->id);

	return known ? (enum pointing)(known - 1) : POINTS_APART;
}

/* The callee learned at most a range from this import, and VALUE lies in it. */
static bool is_included(struct activation *activation, const struct import *import,
			const struct value *value)
{
	const struct intset *range = intmap_get(&activation->entry_facts, value->id);
	uint64_t bits;

	if (import->value != entry_symbol(activation, import->place))
		return false;
	if (!import->fact)
		return true;
	if (value_is_const(value, &bits))
		return intset_contains(import->fact, bits);
	return range && intset_subset(range, import->fact);
}

/* How the answer to IMPORT, of another call, differs from ACTIVATION's. */
static enum hiding difference(struct activation *activation, const struct import *import)
{
	if (!import->place)
		return region_access(activation, import->region) == import->access ?
			HIDING_NOTHING : HIDING_VALUE;
	const struct value *value = import_place(activation, import->place);
	const struct intset *fact = intmap_get(&activation->entry_facts, value->id);

	if (value != import->value)
		return HIDING_VALUE;
	if (told_pointing(activation, value) > import->pointing)
		return HIDING_VALUE;
	if (value->kind != VALUE_SYMBOL)
		return HIDING_NOTHING;
	if (import->fact)
		return fact == import->fact ? HIDING_NOTHING : HIDING_FACT;
	return value == entry_symbol(activation, import->place) && fact ? HIDING_FACT :
		HIDING_NOTHING;
}

/*
 * How the answer to IMPORT, of another call, fails to include ACTIVATION's. A general answer does not
 * include pointers that are aliases. Of an exploration UNDER_WAY only parameters are asked for that:
 * asking what they lead to would lead on without end.
 */
static enum hiding excess(struct activation *activation, const struct import *import,
			  bool under_way)
{
	if (is_general(activation, import) &&
	    (!import->place || (under_way && import->place->region->kind != REGION_LOCAL)))
		return HIDING_NOTHING;
	if (!import->place)
		return difference(activation, import);
	const struct value *value = import_place(activation, import->place);

	if (value != import->value && (is_alias(activation, import->place, value) ||
				       is_alias(activation, import->place, import->value)))
		return HIDING_ALIAS;
	if (told_pointing(activation, value) > import->pointing)
		return HIDING_VALUE;
	return is_included(activation, import, value) ? HIDING_NOTHING :
		difference(activation, import);
}

static uint64_t hiding_key(const struct import *import)
{
	return import->place ? 2 * (uint64_t)import->place->id :
			       2 * (uint64_t)import->region->id + 1;
}

bool footprint_matches(struct activation *activation, const footprint *asked, bool exactly,
		       const struct intmap *hidden)
{
	/* ASKED may belong to a caller under way, and grow while this activation asks through it */
	size_t count = asked->count;

	for (size_t i = 0; i < count; i++) {
		const struct import import = asked->data[i];

		if (exactly && !intmap_has(hidden, hiding_key(&import)) ?
		    difference(activation, &import) : excess(activation, &import, !exactly))
			return false;
	}
	return true;
}

enum loss footprint_hide(struct activation *activation, const footprint *asked,
			 struct intmap *hidden)
{
	enum loss loss = LOSS_OF_FACTS;
	size_t count = asked->count;

	for (size_t i = 0; i < count; i++) {
		const struct import import = asked->data[i];
		enum hiding hiding = excess(activation, &import, true);

		if (hiding == HIDING_NOTHING)
			continue;
		if (hiding == HIDING_ALIAS)
			return LOSS_OF_ALIASES;
		intmap_set(hidden, hiding_key(&import), (void *)(uintptr_t)hiding);
		if (import.place && is_everywhere_the_same(import.value) &&
		    (import.place->region->kind == REGION_LOCAL ||
		     is_everywhere_the_same(import_place(activation, import.place))))
			loss = LOSS_OF_CONSTANTS;
	}
	return loss;
}
