// SPDX-License-Identifier: GPL-2.0-only
/*
 * Inputs that are read in parts as well as whole: by a union, a cast, a bit-field. Each place has a symbol of
 * its own, so what is read later is put together from what was read first.
 */
#include "engine/internal.h"

static int64_t end_of(const struct place *place)
{
	return place->offset + (int64_t)place->width;
}

static bool is_scalar(const struct place *place)
{
	return place->width && place->width <= 64;
}

static bool overlap(const struct place *a, const struct place *b)
{
	return a->region == b->region && a != b && is_scalar(a) && is_scalar(b) && a->offset < end_of(b) &&
	       b->offset < end_of(a);
}

static const struct value *compute(struct activation *activation, enum ir_opcode opcode,
				   const struct value *a, const struct value *b, uint64_t width)
{
	return value_operation(activation->engine->values, opcode, a, b, (uint32_t)width, NULL);
}

static const struct value *number(struct activation *activation, uint64_t width, uint64_t bits)
{
	return value_const(activation->engine->values, (uint32_t)width, bits & width_mask((uint32_t)width));
}

static const struct value *fitted(struct activation *activation, const struct value *value, uint64_t width)
{
	if (value->width == width)
		return value;
	return compute(activation, value->width < width ? IR_ZEXT : IR_TRUNC, value, NULL, width);
}

/* The bits FROM to TO of VALUE, which WHOLE holds. */
static const struct value *bits_of(struct activation *activation, const struct value *value,
				   const struct place *whole, int64_t from, int64_t to)
{
	uint64_t shift = (uint64_t)(from - whole->offset);

	value = fitted(activation, value, whole->width);
	if (shift)
		value = compute(activation, IR_LSHR, value, number(activation, whole->width, shift), whole->width);
	return fitted(activation, value, (uint64_t)(to - from));
}

/* VALUE, which PLACE holds, with what OTHER holds in place of the bits that both have. */
static const struct value *put_part(struct activation *activation, const struct value *value,
				    const struct place *place, const struct value *part,
				    const struct place *other)
{
	int64_t from = other->offset > place->offset ? other->offset : place->offset;
	int64_t to = end_of(other) < end_of(place) ? end_of(other) : end_of(place);
	uint64_t shift = (uint64_t)(from - place->offset), width = place->width;
	uint64_t mask = width_mask((uint32_t)(to - from)) << shift;

	part = fitted(activation, bits_of(activation, part, other, from, to), width);
	part = compute(activation, IR_SHL, part, number(activation, width, shift), width);
	value = compute(activation, IR_AND, fitted(activation, value, width), number(activation, width, ~mask), width);
	return compute(activation, IR_OR, value, part, width);
}

/* ---- parts of pointers ---- */

static const struct value *address_in(struct activation *activation, const struct region *region, int64_t offset)
{
	struct values *values = activation->engine->values;

	return region->kind == REGION_POINTEE ? value_offset(values, region->value, offset) :
		value_address(values, region, offset);
}

/* The member at OFFSET bytes into REGION, if it is a pointer; *TYPE becomes the type of a variable that is one. */
static const struct ir_field *pointer_at(struct activation *activation, const struct region *region,
					 int64_t offset, struct ir_type *type)
{
	const struct ir_unit *unit = activation->unit;
	const struct ir_field *field;
	uint32_t symbol;

	*type = (struct ir_type){ .kind = IR_VOID };
	if (!offset && region->kind == REGION_LOCAL && region->function == activation->function &&
	    region->index < activation->function->nlocals)
		*type = activation->function->locals[region->index].type;
	symbol = !offset && region->kind == REGION_GLOBAL ? ir_find_symbol(unit, region->name) : 0;
	if (symbol)
		*type = unit->symbols.data[symbol].type;
	if (type->kind == IR_PTR)
		return NULL;
	field = intmap_get(&activation->engine->address_fields, address_in(activation, region, offset)->id);
	if (field && field->type.kind == IR_PTR)
		*type = field->type;
	return field;
}

const struct place *pointer_around(struct activation *activation, const struct place *place)
{
	int64_t byte = (place->offset - (place->offset & 7)) / 8;
	int64_t bytes = (int64_t)activation->unit->pointer_bits / 8;

	if (place->field || place->width >= activation->unit->pointer_bits)
		return NULL;
	for (int64_t at = byte; at > byte - bytes; at--) {
		struct ir_type type;
		const struct ir_field *field = pointer_at(activation, place->region, at, &type);

		if (type.kind == IR_PTR && end_of(place) <= at * 8 + (int64_t)type.bits)
			return place_get(activation->engine->values, place->region, at * 8, type.bits, field);
	}
	return NULL;
}

/* ---- parts and wholes ---- */

const struct value *import_part(struct activation *activation, const struct place *place)
{
	const struct value *part;

	vec_each(import, &activation->imports) {
		const struct place *whole = import->place;

		if (!whole || !overlap(whole, place) || whole->offset > place->offset ||
		    end_of(whole) < end_of(place))
			continue;
		part = intmap_get(&activation->parts, whole->id);
		part = bits_of(activation, part ? part : import->value, whole, place->offset, end_of(place));
		intmap_set(&activation->parts, place->id, (void *)part);
		return part;
	}
	return NULL;
}

const struct value *import_whole(struct activation *activation, const struct place *place,
				 const struct value *value)
{
	const struct value *whole = value;

	for (size_t i = 0; i < activation->imports.count; i++) {
		const struct import *import = &activation->imports.data[i];

		if (import->place && overlap(import->place, place))
			whole = put_part(activation, whole, place, import->value, import->place);
	}
	if (whole != value)
		intmap_set(&activation->parts, place->id, (void *)whole);
	return whole;
}
