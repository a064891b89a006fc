// SPDX-License-Identifier: GPL-2.0-only
#include "engine/internal.h"

static const struct value *resize(struct engine *engine, const struct value *value,
				  uint32_t width)
{
	if (value->kind == VALUE_FILL || value->width == width)
		return value;
	return value_operation(engine->values, value->width < width ? IR_ZEXT : IR_TRUNC,
			       value, NULL, width, NULL);
}

/* The value of PLACE, a part of a parameter of the callee. */
static const struct value *argument_part(struct translation *t, const struct place *place)
{
	struct engine *engine = t->caller->engine;
	uint32_t index = place->region->index;
	bool is_variable = index >= VARIABLE_ARGUMENTS && index != RESULT_LOCAL;

	if (is_variable)
		index = index - VARIABLE_ARGUMENTS + t->callee->nparams;
	if (index >= t->narguments)
		return NULL;
	const struct value *argument = t->arguments[index];
	if (!is_variable && t->callee->locals[index].type.kind == IR_AGG) {
		int64_t base;
		const struct region *region = state_region(&t->caller->domain, t->state, argument, &base);

		return region ? state_load(&t->caller->domain, t->state, region,
					   base * 8 + place->offset, place->width,
					   place->field) : NULL;
	}
	if (place->offset < 0 || (uint64_t)place->offset >= argument->width)
		return NULL;
	if (place->offset)
		argument = value_operation(engine->values, IR_LSHR, argument,
			value_const(engine->values, argument->width, (uint64_t)place->offset),
			argument->width, NULL);
	return argument;
}

static const struct value *entry_value(struct translation *t, const struct place *place)
{
	if (place->region->kind == REGION_LOCAL && place->region->function == t->callee)
		return argument_part(t, place);
	int64_t base;
	const struct region *region = translate_region(t, place->region, &base);

	return region ? state_load(&t->caller->domain, t->state, region,
				   base * 8 + place->offset, place->width, place->field) : NULL;
}

bool may_hold_pointer(const struct ir_function *function, const struct place *place)
{
	const struct region *region = place->region;

	if (place->field)
		return place->field->type.kind == IR_PTR;
	return region->kind != REGION_LOCAL || region->function != function || region->index >= function->nlocals ||
	       function->locals[region->index].type.kind != IR_INT;
}

/* What OUTER, the caller's value of PLACE at entry, is known to be. */
static const struct value *known_outside(struct translation *t, const struct place *place, const struct value *outer)
{
	return place && !may_hold_pointer(t->callee, place) ? state_number(&t->caller->domain, t->state, outer) :
		state_pointer(&t->caller->domain, t->state, outer);
}

static const struct value *translate_symbol(struct value_map *map, const struct value *value)
{
	struct translation *t = map->context;
	struct engine *engine = t->caller->engine;
	const struct value *outer = intmap_get(t->memo, value->id);

	if (outer)
		return outer;
	if (value->symbol->kind == SYMBOL_ENTRY)
		outer = entry_value(t, value->symbol->place);
	if (outer && outer->kind != VALUE_FILL)
		outer = resize(engine, known_outside(t, value->symbol->place, outer), value->width);
	if (!outer && t->site) {
		struct symbol inner = { .kind = SYMBOL_INNER, .site = t->site, .inner = value };

		outer = value_symbol(engine->values, &inner, value->width);
	}
	if (outer)
		intmap_set(t->memo, value->id, (void *)outer);
	return outer;
}

/* A parameter that is an aggregate lies in the caller's copy of it, a result where it goes; other locals are gone. */
static const struct region *translate_local(struct value_map *map, const struct region *region)
{
	struct translation *t = map->context;
	int64_t base;

	if (region->function == t->callee && region->index == RESULT_LOCAL)
		return t->result;
	if (region->function != t->callee || region->index >= t->narguments ||
	    t->callee->locals[region->index].type.kind != IR_AGG)
		return NULL;
	region = region_of_pointer(t->caller->engine->values, t->arguments[region->index], &base);
	return base ? NULL : region;
}

void translation_begin(struct translation *t)
{
	t->map = (struct value_map){
		.symbol = translate_symbol, .local = translate_local,
		.values = t->caller->engine->values, .site = t->site, .context = t,
	};
}

const struct value *translate_value(struct translation *t, const struct value *value)
{
	return value_rewrite(&t->map, value);
}

const struct region *translate_region(struct translation *t, const struct region *region,
				      int64_t *offset)
{
	return region_rewrite(&t->map, region, offset);
}
