// SPDX-License-Identifier: GPL-2.0-only
/* Operations on small sets, member by member: these are exact up to the number of ranges. */
#include "domain/intset_build.h"

bool intset_is_small(const struct intset *set)
{
	return intset_size(set) <= INTSET_MEMBERS_MAX;
}

bool intset_are_small(const struct intset *a, const struct intset *b)
{
	return intset_is_small(a) && intset_is_small(b) &&
	       intset_size(a) * intset_size(b) <= INTSET_MEMBERS_MAX;
}

/* The members of a small set; *COUNT becomes how many. */
static void members_of(const struct intset *set, uint64_t *members, uint32_t *count)
{
	*count = 0;
	for (uint32_t i = 0; i < set->count; i++) {
		uint64_t size = set->ranges[i].high - set->ranges[i].low + 1;

		for (uint64_t k = 0; k < size; k++)
			if (intset_contains(set, set->ranges[i].low + k))
				members[(*count)++] = set->ranges[i].low + k;
	}
}

static bool fold_division(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y, uint64_t *result)
{
	int64_t sx = sign_extend(x, width), sy = sign_extend(y, width);
	bool is_rest = opcode == IR_UREM || opcode == IR_SREM;

	if (!y)
		return false;
	if (opcode == IR_UDIV || opcode == IR_UREM)
		*result = is_rest ? x % y : x / y;
	else if (sy == -1)
		*result = is_rest ? 0 : 0 - x;
	else
		*result = (uint64_t)(is_rest ? sx % sy : sx / sy);
	return true;
}

/* What OPCODE (CTZ, CLZ, ONES) makes of X, of WIDTH bits, and Y. */
static uint64_t count_bits(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y)
{
	if (opcode == IR_ONES)
		return (uint64_t)__builtin_popcountll(x) + y;
	if (!x)
		return y;
	return (uint64_t)(opcode == IR_CTZ ? __builtin_ctzll(x) :
			  __builtin_clzll(x) - (64 - (int)width));
}

bool intset_fold(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y, uint64_t *result)
{
	switch (opcode) {
	case IR_ADD:
		*result = x + y;
		break;
	case IR_SUB:
		*result = x - y;
		break;
	case IR_MUL:
		*result = x * y;
		break;
	case IR_AND:
		*result = x & y;
		break;
	case IR_OR:
		*result = x | y;
		break;
	case IR_XOR:
		*result = x ^ y;
		break;
	case IR_SHL:
	case IR_LSHR:
	case IR_ASHR:
		if (y >= width)
			return false;
		*result = opcode == IR_SHL ? x << y : opcode == IR_LSHR ? x >> y :
			(uint64_t)(sign_extend(x, width) >> y);
		break;
	case IR_UDIV:
	case IR_SDIV:
	case IR_UREM:
	case IR_SREM:
		if (!fold_division(opcode, width, x, y, result))
			return false;
		break;
	case IR_CTZ:
	case IR_CLZ:
	case IR_ONES:
		*result = count_bits(opcode, width, x, y);
		break;
	default:
		return false;
	}
	*result &= width_mask(width);
	return true;
}

const struct intset *intset_binary_members(struct intset_pool *pool, enum ir_opcode opcode,
					   const struct intset *a, const struct intset *b)
{
	uint64_t x[INTSET_MEMBERS_MAX], y[INTSET_MEMBERS_MAX], result;
	struct intset_builder u = { .width = a->width };
	uint32_t nx, ny;

	members_of(a, x, &nx);
	members_of(b, y, &ny);
	for (uint32_t i = 0; i < nx; i++)
		for (uint32_t j = 0; j < ny; j++) {
			if (!intset_fold(opcode, a->width, x[i], y[j], &result)) {
				vec_free(&u.ranges);
				return intset_full(pool, a->width);
			}
			intset_push(&u, result, result);
		}
	return intset_finish(pool, &u);
}

const struct intset *intset_operand(struct intset_pool *pool, enum ir_opcode opcode, bool swapped,
				    const struct intset *a, const struct intset *b,
				    const struct intset *set)
{
	uint64_t x[INTSET_MEMBERS_MAX], y[INTSET_MEMBERS_MAX], result;
	struct intset_builder u = { .width = a->width };
	uint32_t nx, ny;

	members_of(a, x, &nx);
	members_of(b, y, &ny);
	for (uint32_t i = 0; i < nx; i++) {
		bool fits = false;

		for (uint32_t j = 0; j < ny && !fits; j++)
			fits = !intset_fold(opcode, a->width, swapped ? y[j] : x[i],
					    swapped ? x[i] : y[j], &result) ||
			       intset_contains(set, result);
		if (fits)
			intset_push(&u, x[i], x[i]);
	}
	return intset_finish(pool, &u);
}
