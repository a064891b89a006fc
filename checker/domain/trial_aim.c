// SPDX-License-Identifier: GPL-2.0-only
/* From the number that a value is to be to the number of a symbol: operations, inverted. */
#include "domain/intset_build.h"
#include "domain/trial.h"

static bool aim(struct trial *trial, const struct value *value, uint64_t wanted);

/* ---- members of a set ---- */

/* The member of SET next to BITS. */
static uint64_t nearest(const struct intset *set, uint64_t bits)
{
	uint64_t best = intset_min(set), least = UINT64_MAX;

	for (uint32_t i = 0; i < set->count; i++) {
		const struct int_range *r = &set->ranges[i];
		uint64_t at = bits < r->low ? r->low : bits > r->high ? r->high : bits;
		uint64_t far = at > bits ? at - bits : bits - at;

		if (far < least) {
			least = far;
			best = at;
		}
	}
	return best;
}

static uint64_t any_member(struct trial *trial, const struct intset *set)
{
	const struct int_range *r = &set->ranges[any_below(trial, set->count)];
	uint64_t span = r->high - r->low;

	switch (any_below(trial, 4)) {
	case 0:
		return r->low;
	case 1:
		return r->high;
	case 2:
		return r->low + (span > 16 ? any_below(trial, 16) : any_below(trial, (uint32_t)span + 1));
	default:
		return r->low + (span == UINT64_MAX ? trial->random : trial->random % (span + 1));
	}
}

/* Choices that are tried of one set. */
#define CHOICES 4

bool aim_at(struct trial *trial, const struct value *value, const struct intset *set)
{
	uint64_t bits;

	if (!set->count || !try_value(trial, value, &bits))
		return false;
	if (intset_contains(set, bits))
		return true;
	for (int i = 0; i < CHOICES; i++) {
		uint64_t wanted = i || any_below(trial, 8) == 0 ? any_member(trial, set) : nearest(set, bits);

		wanted = (wanted & ~set->known_mask) | set->known_bits;
		if (intset_contains(set, wanted) && aim(trial, value, wanted))
			return true;
	}
	return false;
}

/* ---- operations ---- */

/*
 * The number that the first operand of OPCODE, now X, must be for WANTED, with Y the second. The caller checks
 * it.
 */
static uint64_t first_operand(enum ir_opcode opcode, uint64_t wanted, uint64_t x, uint64_t y)
{
	switch (opcode) {
	case IR_ADD:
		return wanted - y;
	case IR_SUB:
		return wanted + y;
	case IR_XOR:
		return wanted ^ y;
	case IR_AND:
		return wanted | (x & ~y);
	case IR_OR:
		return (wanted & ~y) | (x & y);
	case IR_MUL:
		return y ? wanted / y : 0;
	case IR_SHL:
		return y < 64 ? wanted >> y : 0;
	case IR_LSHR:
	case IR_ASHR:
		return y < 64 ? wanted << y | (x & (((uint64_t)1 << y) - 1)) : 0;
	case IR_UDIV:
		return wanted * y;
	case IR_UREM:
		return y ? x / y * y + wanted : 0;
	default:
		return x;
	}
}

/* The same of the second operand, now Y, with X the first. */
static uint64_t second_operand(enum ir_opcode opcode, uint64_t wanted, uint64_t x, uint64_t y)
{
	switch (opcode) {
	case IR_ADD:
	case IR_XOR:
	case IR_AND:
	case IR_OR:
	case IR_MUL:
		return first_operand(opcode, wanted, y, x);
	case IR_SUB:
		return x - wanted;
	default:
		return y;
	}
}

static bool aim_operand(struct trial *trial, const struct value *value, bool second, uint64_t wanted,
			uint64_t x, uint64_t y)
{
	uint64_t mask = width_mask(value->width), result;
	uint64_t operand = mask & (second ? second_operand(value->opcode, wanted, x, y) :
				   first_operand(value->opcode, wanted, x, y));

	if (operand == (second ? y : x) ||
	    !intset_fold(value->opcode, value->width, second ? x : operand, second ? operand : y, &result) ||
	    result != wanted)
		return false;
	return aim(trial, second ? value->b : value->a, operand);
}

/* Both operands have one bit: each can be chosen. */
static bool aim_both(struct trial *trial, const struct value *value, uint64_t wanted)
{
	bool all = value->opcode == IR_AND ? wanted : !wanted;

	if (!all)
		return aim(trial, any_below(trial, 2) ? value->a : value->b, wanted) ||
		       aim(trial, value->a, wanted) || aim(trial, value->b, wanted);
	return aim(trial, value->a, wanted) && aim(trial, value->b, wanted);
}

/* One operand is as the comparison with the other wants it. */
static bool aim_comparison(struct trial *trial, const struct value *value, uint64_t wanted, uint64_t x,
			   uint64_t y)
{
	struct intset_pool *pool = values_pool(trial->domain->values);
	uint32_t width = value->a->width;
	bool second = any_below(trial, 2);

	for (int i = 0; i < 2; i++, second = !second) {
		const struct value *operand = second ? value->b : value->a;
		const struct intset *range = state_range(trial->domain, trial->state, operand);
		const struct intset *set = intset_narrow(pool, value->opcode, second, wanted != 0, range,
							 intset_const(pool, width, second ? x : y));

		if (operand->kind != VALUE_CONST && aim_at(trial, operand, set))
			return true;
	}
	return false;
}

static bool aim_binary(struct trial *trial, const struct value *value, uint64_t wanted)
{
	bool second = value->b->kind != VALUE_CONST && any_below(trial, 2);
	uint64_t x, y;

	if (value->a->width != value->b->width || !try_value(trial, value->a, &x) ||
	    !try_value(trial, value->b, &y))
		return false;
	if (ir_is_compare(value->opcode))
		return aim_comparison(trial, value, wanted, x, y);
	if (value->width == 1 && (value->opcode == IR_AND || value->opcode == IR_OR))
		return aim_both(trial, value, wanted);
	return aim_operand(trial, value, second, wanted, x, y) ||
	       aim_operand(trial, value, !second, wanted, x, y);
}

static bool aim_cast(struct trial *trial, const struct value *value, uint64_t wanted)
{
	uint64_t mask = width_mask(value->a->width), x;

	if (value->opcode == IR_TRUNC)
		return try_value(trial, value->a, &x) &&
		       aim(trial, value->a, (x & ~width_mask(value->width)) | wanted);
	if (value->opcode == IR_SEXT)
		return ((uint64_t)sign_extend(wanted & mask, value->a->width) & width_mask(value->width)) == wanted &&
		       aim(trial, value->a, wanted & mask);
	return !(wanted & ~mask) && aim(trial, value->a, wanted);
}

/* ---- addresses ---- */

static bool aim_region(struct trial *trial, const struct region *region, uint64_t wanted)
{
	uint64_t parent, mask = width_mask(region->pointer_bits);

	if (region->kind == REGION_POINTEE)
		return aim(trial, region->value, wanted & mask);
	if (region->kind != REGION_ELEMENT || !region->stride || !try_region(trial, region->parent, &parent))
		return false;
	int64_t far = (int64_t)(wanted - parent - (uint64_t)region->offset);

	return far % (int64_t)region->stride == 0 &&
	       aim(trial, region->value, (uint64_t)(far / (int64_t)region->stride) & width_mask(region->value->width));
}

static bool aim(struct trial *trial, const struct value *value, uint64_t wanted)
{
	struct guess *guess;
	uint64_t bits;

	if (!try_value(trial, value, &bits))
		return false;
	if (bits == wanted)
		return true;
	switch (value->kind) {
	case VALUE_SYMBOL:
		if (state_equal(trial->state, value))
			return aim(trial, state_equal(trial->state, value), wanted);
		guess = guess_of(trial, value);
		if (!intset_contains(guess->range, wanted))
			return false;
		guess->bits = wanted;
		return true;
	case VALUE_ADDRESS:
		return aim_region(trial, value->region, wanted - (uint64_t)value->offset);
	case VALUE_OPERATION:
		return value->b ? aim_binary(trial, value, wanted) : aim_cast(trial, value, wanted);
	default:
		return false;
	}
}
