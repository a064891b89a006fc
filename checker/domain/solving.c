// SPDX-License-Identifier: GPL-2.0-only
/* Numbers for symbols: what values are under them, and which are worth a try. */
#include "domain/solving.h"

/* Numbers that are tried of one symbol. */
#define CANDIDATES_MAX 32

/* Addresses of objects: far apart, and aligned. */
#define FIRST_OBJECT ((uint64_t)0xffff888000000000)
#define OBJECT_DISTANCE ((uint64_t)1 << 20)

/* ---- computing with numbers ---- */

static const struct number unknown_number;

static struct number number(uint64_t bits, uint32_t width)
{
	return (struct number){ true, bits & width_mask(width) };
}

static struct number address_of(const struct solving *s, const struct region *region)
{
	struct number base, index;

	switch (region->kind) {
	case REGION_POINTEE:
		return solving_compute(s, region->value);
	case REGION_ELEMENT:
		base = address_of(s, region->parent);
		index = solving_compute(s, region->value);
		if (!base.known || !index.known)
			return unknown_number;
		base.bits += (uint64_t)region->offset +
			(uint64_t)sign_extend(index.bits, region->value->width) * region->stride;
		return base;
	default:
		return number(FIRST_OBJECT + region->id * OBJECT_DISTANCE, region->pointer_bits);
	}
}

static struct number compute_cast(const struct value *value, struct number a)
{
	uint64_t bits = value->opcode == IR_SEXT ?
		(uint64_t)sign_extend(a.bits, value->a->width) : a.bits;

	return number(bits, value->width);
}

static struct number divide(const struct value *value, uint64_t a, uint64_t b)
{
	uint32_t width = value->width;
	int64_t x = sign_extend(a, width), y = sign_extend(b, width);
	bool is_rest = value->opcode == IR_UREM || value->opcode == IR_SREM;

	if (!b)
		return unknown_number;
	if (value->opcode == IR_UDIV || value->opcode == IR_UREM)
		return number(is_rest ? a % b : a / b, width);
	if (y == -1)
		return number(is_rest ? 0 : 0 - a, width);
	return number((uint64_t)(is_rest ? x % y : x / y), width);
}

static struct number shift(const struct value *value, uint64_t a, uint64_t b)
{
	uint32_t width = value->width;

	if (b >= width)
		return unknown_number;
	switch (value->opcode) {
	case IR_SHL:
		return number(a << b, width);
	case IR_LSHR:
		return number(a >> b, width);
	default:
		return number((uint64_t)(sign_extend(a, width) >> b), width);
	}
}

static struct number compare(const struct value *value, uint64_t a, uint64_t b)
{
	uint32_t width = value->a->width;
	int64_t x = sign_extend(a, width), y = sign_extend(b, width);

	switch (value->opcode) {
	case IR_EQ:
		return number(a == b, 1);
	case IR_NE:
		return number(a != b, 1);
	case IR_SLT:
		return number(x < y, 1);
	case IR_SLE:
		return number(x <= y, 1);
	case IR_ULT:
		return number(a < b, 1);
	case IR_ULE:
		return number(a <= b, 1);
	default:
		return unknown_number;
	}
}

static struct number compute_binary(const struct value *value, uint64_t a, uint64_t b)
{
	switch (value->opcode) {
	case IR_ADD:
		return number(a + b, value->width);
	case IR_SUB:
		return number(a - b, value->width);
	case IR_MUL:
		return number(a * b, value->width);
	case IR_AND:
		return number(a & b, value->width);
	case IR_OR:
		return number(a | b, value->width);
	case IR_XOR:
		return number(a ^ b, value->width);
	case IR_SHL:
	case IR_LSHR:
	case IR_ASHR:
		return shift(value, a, b);
	case IR_UDIV:
	case IR_SDIV:
	case IR_UREM:
	case IR_SREM:
		return divide(value, a, b);
	default:
		return compare(value, a, b);
	}
}

struct number solving_compute(const struct solving *s, const struct value *value)
{
	const struct number *known;
	struct number a, b;

	switch (value->kind) {
	case VALUE_CONST:
		return number(value->bits, value->width);
	case VALUE_SYMBOL:
		known = intmap_get(&s->numbers, value->id);
		return known ? *known : unknown_number;
	case VALUE_ADDRESS:
		a = address_of(s, value->region);
		return a.known ? number(a.bits + (uint64_t)value->offset, value->width) : a;
	case VALUE_OPERATION:
		a = solving_compute(s, value->a);
		if (!a.known || !value->b)
			return a.known ? compute_cast(value, a) : a;
		b = solving_compute(s, value->b);
		return b.known ? compute_binary(value, a.bits, b.bits) : b;
	case VALUE_FILL:
		break;
	}
	return unknown_number;
}

/* ---- groups ---- */

uint32_t solving_group(struct solving *s, uint32_t index)
{
	while (s->constraints.data[index].group != index)
		index = s->constraints.data[index].group;
	return index;
}

/* ---- numbers to try ---- */

static void add_candidate(candidates *list, const struct intset *range, uint64_t bits)
{
	bits &= width_mask(range->width);
	if (list->count == CANDIDATES_MAX || !intset_contains(range, bits))
		return;
	vec_each(known, list)
		if (*known == bits)
			return;
	vec_push(list, bits);
}

/* A pointer is tried as a new object first; anything else by small numbers, and by those it is compared with. */
void solving_candidates(struct solving *s, const struct value *symbol,
			const struct intset *range, candidates *list)
{
	uint64_t object = FIRST_OBJECT + ((uint64_t)1 << 44) + symbol->id * OBJECT_DISTANCE;

	if (intset_size(range) <= CANDIDATES_MAX)
		for (uint32_t i = 0; i < range->count; i++)
			for (uint64_t n = range->ranges[i].low; n - 1 != range->ranges[i].high; n++)
				add_candidate(list, range, n);
	if (symbol->width == 64)
		add_candidate(list, range, object);
	for (uint64_t n = 0; n < 4; n++)
		add_candidate(list, range, n);
	vec_each(bits, &s->interesting) {
		add_candidate(list, range, *bits);
		add_candidate(list, range, *bits + 1);
		add_candidate(list, range, *bits - 1);
	}
	for (uint32_t i = 0; i < range->count && i < 4; i++) {
		add_candidate(list, range, range->ranges[i].low);
		add_candidate(list, range, range->ranges[i].high);
		add_candidate(list, range, range->ranges[i].low | range->known_bits);
	}
	for (uint32_t bit = 0; bit < range->width; bit += range->width > 16 ? 8 : 1)
		add_candidate(list, range, ((uint64_t)1 << bit) | range->known_bits);
}
