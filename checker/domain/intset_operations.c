// SPDX-License-Identifier: GPL-2.0-only
/* Operations on sets of ranges: arithmetic, casts, comparisons. Each over-approximates. */
#include "domain/intset_build.h"

/* ---- arithmetic ---- */

/* Sums or differences of ranges; a pair whose result spans all numbers makes the set full. */
static const struct intset *add_ranges(struct intset_pool *pool, bool subtract,
				       const struct intset *a, const struct intset *b)
{
	struct intset_builder u = { .width = a->width };
	uint64_t all = width_mask(a->width);

	if ((uint64_t)a->count * b->count > 4 * INTSET_RANGES_MAX)
		return intset_full(pool, a->width);
	for (uint32_t i = 0; i < a->count; i++) {
		for (uint32_t j = 0; j < b->count; j++) {
			const struct int_range *x = &a->ranges[i], *y = &b->ranges[j];
			uint64_t span = (x->high - x->low) + (y->high - y->low);

			if (span < x->high - x->low || span >= all) {
				vec_free(&u.ranges);
				return intset_full(pool, a->width);
			}
			uint64_t low = subtract ? x->low - y->high : x->low + y->low;
			intset_push_wrapped(&u, low, low + span);
		}
	}
	return intset_finish(pool, &u);
}

static const struct intset *bitwise(struct intset_pool *pool, enum ir_opcode opcode,
				    const struct intset *a, const struct intset *b)
{
	uint64_t zero_a = a->known_mask & ~a->known_bits, zero_b = b->known_mask & ~b->known_bits;
	uint64_t one_a = a->known_bits, one_b = b->known_bits;
	uint64_t zero, one;

	if (opcode == IR_AND) {
		zero = zero_a | zero_b;
		one = one_a & one_b;
	} else if (opcode == IR_OR) {
		zero = zero_a & zero_b;
		one = one_a | one_b;
	} else {
		uint64_t both = a->known_mask & b->known_mask;

		one = (one_a ^ one_b) & both;
		zero = both & ~one;
	}
	const struct intset *set = intset_bits(pool, a->width, zero | one, one);
	uint64_t all = width_mask(a->width);
	if (opcode == IR_AND) {
		uint64_t least = intset_max(a) < intset_max(b) ? intset_max(a) : intset_max(b);

		set = intset_intersect(pool, set, intset_range(pool, a->width, 0, least));
	} else if (opcode == IR_OR) {
		uint64_t most = intset_min(a) > intset_min(b) ? intset_min(a) : intset_min(b);

		set = intset_intersect(pool, set, intset_range(pool, a->width, most, all));
	}
	return set;
}

static const struct intset *shift(struct intset_pool *pool, enum ir_opcode opcode,
				  const struct intset *a, uint64_t by)
{
	struct intset_builder u = { .width = a->width };

	if (by >= a->width)
		return intset_full(pool, a->width);
	if (opcode == IR_SHL) {
		uint64_t known = (a->known_mask << by) | width_mask((uint32_t)by);

		if (!by)
			return a;
		for (uint32_t i = 0; i < a->count; i++) {
			uint64_t high = a->ranges[i].high;

			if ((high << by & width_mask(a->width)) >> by != high) {
				vec_free(&u.ranges);
				return intset_bits(pool, a->width, known, a->known_bits << by);
			}
			intset_push(&u, a->ranges[i].low << by, high << by);
		}
		u.mask = known & width_mask(a->width);
		u.bits = (a->known_bits << by) & u.mask;
		return intset_finish(pool, &u);
	}
	for (uint32_t i = 0; i < a->count; i++) {
		uint64_t low = a->ranges[i].low, high = a->ranges[i].high;

		if (opcode == IR_LSHR) {
			intset_push(&u, low >> by, high >> by);
			continue;
		}
		int64_t slow = sign_extend(low, a->width), shigh = sign_extend(high, a->width);
		if (slow > shigh) {
			vec_free(&u.ranges);
			return intset_full(pool, a->width);
		}
		intset_push_wrapped(&u, (uint64_t)(slow >> by), (uint64_t)(shigh >> by));
	}
	return intset_finish(pool, &u);
}

/* Products of the bounds, unsigned or signed, as far as none overflows. */
static const struct intset *multiply(struct intset_pool *pool, const struct intset *a,
				     const struct intset *b)
{
	int64_t x[2], y[2], low = INT64_MAX, high = INT64_MIN, product;
	int64_t most = (int64_t)(width_mask(a->width) >> 1);
	uint64_t last;

	if (!__builtin_mul_overflow(intset_max(a), intset_max(b), &last) && last <= width_mask(a->width))
		return intset_range(pool, a->width, intset_min(a) * intset_min(b), last);
	intset_signed_bounds(a, &x[0], &x[1]);
	intset_signed_bounds(b, &y[0], &y[1]);
	for (unsigned i = 0; i < 4; i++) {
		if (__builtin_mul_overflow(x[i & 1], y[i >> 1], &product) || product > most ||
		    product < -most - 1)
			return intset_full(pool, a->width);
		low = product < low ? product : low;
		high = product > high ? product : high;
	}
	return intset_range(pool, a->width, (uint64_t)low & width_mask(a->width),
			    (uint64_t)high & width_mask(a->width));
}

/* A / BY or A % BY, signed. */
static const struct intset *divide(struct intset_pool *pool, enum ir_opcode opcode,
				   const struct intset *a, int64_t by)
{
	uint64_t all = width_mask(a->width);
	int64_t low, high, most;

	intset_signed_bounds(a, &low, &high);
	if (!by || by == INT64_MIN || by == -1)
		return intset_full(pool, a->width);
	most = (by < 0 ? -by : by) - 1;
	if (opcode == IR_SDIV && by > 0)
		return intset_range(pool, a->width, (uint64_t)(low / by) & all, (uint64_t)(high / by) & all);
	if (opcode == IR_SDIV)
		return intset_range(pool, a->width, (uint64_t)(high / by) & all, (uint64_t)(low / by) & all);
	return intset_range(pool, a->width, (uint64_t)(low >= 0 ? 0 : low > -most ? low : -most) & all,
			    (uint64_t)(high <= 0 ? 0 : high < most ? high : most) & all);
}

/* Bits of A that are counted: B comes in where there are none. */
static const struct intset *count_range(struct intset_pool *pool, enum ir_opcode opcode,
					const struct intset *a, const struct intset *b)
{
	uint32_t width = a->width;
	const struct intset *counted;

	if (opcode == IR_ONES)
		return add_ranges(pool, false, intset_range(pool, width, 0, width & width_mask(width)), b);
	counted = intset_range(pool, width, 0, width - 1);
	return intset_contains(a, 0) ? intset_union(pool, counted, b) : counted;
}

static const struct intset *calculate(struct intset_pool *pool, enum ir_opcode opcode,
				      const struct intset *a, const struct intset *b)
{
	if (!a->count || !b->count)
		return intset_empty(pool, a->width);
	if (opcode == IR_ADD || opcode == IR_SUB)
		return add_ranges(pool, opcode == IR_SUB, a, b);
	if (intset_are_small(a, b))
		return intset_binary_members(pool, opcode, a, b);
	switch (opcode) {
	case IR_AND:
	case IR_OR:
	case IR_XOR:
		return bitwise(pool, opcode, a, b);
	case IR_SHL:
	case IR_LSHR:
	case IR_ASHR:
		if (intset_is_const(b))
			return shift(pool, opcode, a, intset_min(b));
		break;
	case IR_MUL:
		return multiply(pool, a, b);
	case IR_UDIV:
		if (intset_is_const(b) && intset_min(b))
			return intset_range(pool, a->width, intset_min(a) / intset_min(b),
					    intset_max(a) / intset_min(b));
		break;
	case IR_UREM:
		if (intset_is_const(b) && intset_min(b))
			return intset_range(pool, a->width, 0, intset_min(b) - 1);
		break;
	case IR_SDIV:
	case IR_SREM:
		if (intset_is_const(b))
			return divide(pool, opcode, a, sign_extend(intset_min(b), b->width));
		break;
	case IR_CTZ:
	case IR_CLZ:
	case IR_ONES:
		return count_range(pool, opcode, a, b);
	default:
		break;
	}
	return intset_full(pool, a->width);
}

const struct intset *intset_binary(struct intset_pool *pool, enum ir_opcode opcode,
				   const struct intset *a, const struct intset *b)
{
	const struct intset *known = intset_recall(pool, opcode, a, b);

	return known ? known : intset_remember(pool, opcode, a, b, calculate(pool, opcode, a, b));
}

/* ---- casts ---- */

static void push_extended(struct intset_builder *u, const struct int_range *r, uint32_t from)
{
	uint64_t sign = (uint64_t)1 << (from - 1);

	/* a range over the sign change falls into two */
	if (r->low < sign && r->high >= sign) {
		intset_push_wrapped(u, r->low, sign - 1);
		intset_push_wrapped(u, (uint64_t)sign_extend(sign, from),
			     (uint64_t)sign_extend(r->high, from));
	} else {
		intset_push_wrapped(u, (uint64_t)sign_extend(r->low, from),
			     (uint64_t)sign_extend(r->high, from));
	}
}

static const struct intset *cast(struct intset_pool *pool, enum ir_opcode opcode,
				 const struct intset *a, uint32_t width)
{
	struct intset_builder u = { .width = width };
	uint64_t all = width_mask(width);

	for (uint32_t i = 0; i < a->count; i++) {
		const struct int_range *r = &a->ranges[i];

		if (width > a->width && opcode == IR_SEXT)
			push_extended(&u, r, a->width);
		else if (width > a->width || r->high - r->low < all)
			intset_push_wrapped(&u, r->low, r->high);
		else
			intset_push(&u, 0, all);
	}
	if (width < a->width || opcode != IR_SEXT) {
		u.mask = a->known_mask & all;
		if (width > a->width)
			u.mask |= all & ~width_mask(a->width);
		u.bits = a->known_bits & u.mask;
	} else {
		u.mask = a->known_mask & width_mask(a->width - 1);
		u.bits = a->known_bits & u.mask;
	}
	return intset_finish(pool, &u);
}

const struct intset *intset_cast(struct intset_pool *pool, enum ir_opcode opcode,
				 const struct intset *a, uint32_t width)
{
	uint32_t what = OPERATION_CAST(opcode, width);
	const struct intset *known;

	if (width == a->width)
		return a;
	known = intset_recall(pool, what, a, NULL);
	return known ? known : intset_remember(pool, what, a, NULL, cast(pool, opcode, a, width));
}

const struct intset *intset_uncast(struct intset_pool *pool, enum ir_opcode opcode,
				   const struct intset *result, uint32_t width)
{
	if (width == result->width)
		return result;
	if (width > result->width) {	/* TRUNC: the high bits are free */
		struct intset_builder u = { .width = width, .mask = result->known_mask,
				     .bits = result->known_bits };

		if (!result->count)
			return intset_finish(pool, &u);
		intset_push(&u, 0, width_mask(width));
		return intset_finish(pool, &u);
	}
	const struct intset *image =
		intset_cast(pool, opcode, intset_full(pool, width), result->width);
	return intset_cast(pool, IR_TRUNC, intset_intersect(pool, image, result), width);
}

/* ---- comparisons ---- */

/* Bounds of SET in signed or unsigned order; signed ones are mapped to unsigned order. */
static void extremes(const struct intset *set, bool is_signed, uint64_t *low, uint64_t *high)
{
	uint64_t flip = is_signed ? (uint64_t)1 << (set->width - 1) : 0;

	*low = UINT64_MAX;
	*high = 0;
	for (uint32_t i = 0; i < set->count; i++) {
		uint64_t a = set->ranges[i].low ^ flip, b = set->ranges[i].high ^ flip;

		if (a > b) {	/* spans the sign change */
			a = 0;
			b = width_mask(set->width);
		}
		if (a < *low)
			*low = a;
		if (b > *high)
			*high = b;
	}
}

enum truth intset_compare(enum ir_opcode opcode, const struct intset *a, const struct intset *b)
{
	bool is_signed = opcode == IR_SLT || opcode == IR_SLE;
	bool or_equal = opcode == IR_SLE || opcode == IR_ULE;
	uint64_t low_a, high_a, low_b, high_b;

	if (!a->count || !b->count)
		return TRUTH_UNKNOWN;
	if (opcode == IR_EQ || opcode == IR_NE) {
		if (intset_is_const(a) && intset_is_const(b))
			return (intset_min(a) == intset_min(b)) == (opcode == IR_EQ);
		bool disjoint = true;
		if ((a->known_bits ^ b->known_bits) & a->known_mask & b->known_mask)
			return opcode == IR_NE;
		for (uint32_t i = 0; i < a->count && disjoint; i++)
			for (uint32_t j = 0; j < b->count && disjoint; j++)
				disjoint = a->ranges[i].high < b->ranges[j].low ||
					   b->ranges[j].high < a->ranges[i].low;
		if (!disjoint && intset_is_const(a) && !intset_contains(b, intset_min(a)))
			disjoint = true;
		if (!disjoint && intset_is_const(b) && !intset_contains(a, intset_min(b)))
			disjoint = true;
		return disjoint ? (enum truth)(opcode == IR_NE) : TRUTH_UNKNOWN;
	}
	extremes(a, is_signed, &low_a, &high_a);
	extremes(b, is_signed, &low_b, &high_b);
	if (or_equal ? high_a <= low_b : high_a < low_b)
		return TRUTH_TRUE;
	if (or_equal ? low_a > high_b : low_a >= high_b)
		return TRUTH_FALSE;
	return TRUTH_UNKNOWN;
}

/* All x < LIMIT, with ABOVE all x > LIMIT; WITH_LIMIT includes it. LIMIT is as extremes() maps it. */
static const struct intset *half_line(struct intset_pool *pool, uint32_t width, bool is_signed,
				      bool above, bool with_limit, uint64_t limit)
{
	uint64_t flip = is_signed ? (uint64_t)1 << (width - 1) : 0;
	uint64_t all = width_mask(width);

	if (above) {
		if (!with_limit && limit == all)
			return intset_empty(pool, width);
		return intset_range(pool, width, (limit + !with_limit) ^ flip, all ^ flip);
	}
	if (!with_limit && !limit)
		return intset_empty(pool, width);
	return intset_range(pool, width, flip, (limit - !with_limit) ^ flip);
}

const struct intset *intset_narrow(struct intset_pool *pool, enum ir_opcode opcode, bool swapped,
				   bool truth, const struct intset *a, const struct intset *b)
{
	if (!b->count)
		return intset_empty(pool, a->width);
	if (opcode == IR_EQ || opcode == IR_NE) {
		if (truth == (opcode == IR_EQ))
			return intset_intersect(pool, a, b);
		if (!intset_is_const(b))
			return a;
		return intset_intersect(pool, a, intset_complement(pool, b));
	}
	bool is_signed = opcode == IR_SLT || opcode == IR_SLE;
	bool or_equal = opcode == IR_SLE || opcode == IR_ULE;
	uint64_t low, high;

	extremes(b, is_signed, &low, &high);
	/* A < B: below the greatest of B. Not A < B: at or above the least of B. SWAPPED: mirrored. */
	bool above = swapped == truth;
	bool with_limit = or_equal == truth;
	return intset_intersect(pool, a, half_line(pool, a->width, is_signed, above, with_limit,
						   above ? low : high));
}
