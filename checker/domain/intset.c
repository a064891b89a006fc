// SPDX-License-Identifier: GPL-2.0-only
#include "domain/intset.h"

#include <inttypes.h>
#include <string.h>

#include "base/map.h"

/* A cache of ranges by a hash of their bounds: most are constants, asked for over and over. */
#define RECENT_RANGES 1024

struct recent_range {
	uint64_t low, high;
	uint32_t width;
	const struct intset *set;	/* NULL: unused */
};

struct intset_pool {
	struct arena *arena;
	struct intmap sets;	/* hash -> set; equal hashes are probed with hash + 1 */
	struct recent_range recent[RECENT_RANGES];
};

/* A set under construction: ranges in any order, overlapping or not. */
struct builder {
	uint32_t width;
	uint64_t mask, bits;
	VEC(struct int_range) ranges;
};

struct intset_pool *intset_pool_new(void)
{
	struct intset_pool *pool = xcalloc(1, sizeof(*pool));

	pool->arena = arena_new_unshared();
	return pool;
}

void intset_pool_free(struct intset_pool *pool)
{
	if (!pool)
		return;
	intmap_free(&pool->sets);
	arena_free(pool->arena);
	free(pool);
}

uint64_t width_mask(uint32_t width)
{
	return width >= 64 ? UINT64_MAX : ((uint64_t)1 << width) - 1;
}

int64_t sign_extend(uint64_t bits, uint32_t width)
{
	if (width >= 64)
		return (int64_t)bits;
	uint64_t sign = (uint64_t)1 << (width - 1);
	return (int64_t)(((bits & width_mask(width)) ^ sign) - sign);
}

/* ---- building ---- */

static int by_low(const void *a, const void *b)
{
	const struct int_range *x = a, *y = b;

	return x->low < y->low ? -1 : x->low > y->low;
}

/* Sorts the ranges and joins those that overlap or touch. */
static void join_touching(struct builder *b)
{
	size_t kept = 0;

	if (!b->ranges.count)
		return;
	qsort(b->ranges.data, b->ranges.count, sizeof(struct int_range), by_low);
	for (size_t i = 1; i < b->ranges.count; i++) {
		struct int_range *last = &b->ranges.data[kept], *next = &b->ranges.data[i];

		if (last->high == UINT64_MAX || next->low <= last->high + 1) {
			if (next->high > last->high)
				last->high = next->high;
		} else {
			b->ranges.data[++kept] = *next;
		}
	}
	b->ranges.count = kept + 1;
}

/* Closes the smallest gap until INTSET_RANGES_MAX ranges are left. */
static void join_nearest(struct builder *b)
{
	while (b->ranges.count > INTSET_RANGES_MAX) {
		size_t best = 1;
		uint64_t least = UINT64_MAX;

		for (size_t i = 1; i < b->ranges.count; i++) {
			uint64_t gap = b->ranges.data[i].low - b->ranges.data[i - 1].high;

			if (gap < least) {
				least = gap;
				best = i;
			}
		}
		b->ranges.data[best - 1].high = b->ranges.data[best].high;
		memmove(&b->ranges.data[best], &b->ranges.data[best + 1],
			(b->ranges.count - best - 1) * sizeof(struct int_range));
		b->ranges.count--;
	}
}

/* The bits in which all of LOW..HIGH agree: those above the highest that differs. */
static void bits_of_range(uint64_t low, uint64_t high, uint64_t *mask, uint64_t *bits)
{
	uint64_t differ = low ^ high;

	*mask = differ ? ~(UINT64_MAX >> __builtin_clzll(differ)) : UINT64_MAX;
	*bits = low & *mask;
}

/*
 * Cuts the ranges to what the bits allow at their ends, and learns bits from what is left.
 * False: nothing is left.
 */
static bool cut_and_learn(struct builder *b)
{
	uint64_t all = width_mask(b->width);
	uint64_t low = b->bits, high = b->bits | (all & ~b->mask);
	uint64_t mask = all, bits = 0;
	size_t kept = 0;

	for (size_t i = 0; i < b->ranges.count; i++) {
		struct int_range r = b->ranges.data[i];

		if (r.low < low)
			r.low = low;
		if (r.high > high)
			r.high = high;
		if (r.low > r.high || (r.low == r.high && (r.low & b->mask) != b->bits))
			continue;
		uint64_t range_mask, range_bits;
		bits_of_range(r.low, r.high, &range_mask, &range_bits);
		if (kept)
			mask &= range_mask & ~(bits ^ range_bits);
		else
			mask &= range_mask;
		if (!kept)
			bits = range_bits;
		bits &= mask;
		b->ranges.data[kept++] = r;
	}
	b->ranges.count = kept;
	if (!kept)
		return false;
	if ((bits ^ b->bits) & mask & b->mask) {
		b->ranges.count = 0;
		return false;
	}
	b->bits |= bits & mask & all;
	b->mask |= mask & all;
	return true;
}

/*
 * Makes ranges and bits agree, or finds the set empty (false). Bits that are learned beside
 * known ones can cut the ranges once more; bits that the ranges alone teach cannot.
 */
static bool tighten(struct builder *b)
{
	uint64_t known;

	do {
		known = b->mask;
		if (!cut_and_learn(b))
			return false;
	} while (known && b->mask != known);
	return true;
}

static uint64_t hash_builder(const struct builder *b)
{
	uint64_t hash = hash_mix(b->width, b->mask);

	hash = hash_mix(hash, b->bits);
	for (size_t i = 0; i < b->ranges.count; i++)
		hash = hash_mix(hash_mix(hash, b->ranges.data[i].low), b->ranges.data[i].high);
	return hash;
}

static bool same_set(const struct intset *set, const struct builder *b)
{
	return set->width == b->width && set->count == b->ranges.count &&
	       set->known_mask == b->mask && set->known_bits == b->bits &&
	       (!set->count || !memcmp(set->ranges, b->ranges.data,
				       set->count * sizeof(struct int_range)));
}

/* The set that B describes, unique in POOL; frees B's ranges. */
static const struct intset *finish(struct intset_pool *pool, struct builder *b)
{
	join_touching(b);
	if (!tighten(b)) {
		b->mask = width_mask(b->width);
		b->bits = 0;
	}
	join_nearest(b);

	uint64_t hash = hash_builder(b), key = hash;
	const struct intset *found;
	while ((found = intmap_get(&pool->sets, key)) && !same_set(found, b))
		key++;
	if (!found) {
		size_t bytes = b->ranges.count * sizeof(struct int_range);
		struct intset *set = arena_alloc(pool->arena, sizeof(*set) + bytes);

		set->width = b->width;
		set->count = (uint32_t)b->ranges.count;
		set->known_mask = b->mask;
		set->known_bits = b->bits;
		set->hash = hash;
		if (bytes)
			memcpy(set->ranges, b->ranges.data, bytes);
		intmap_set(&pool->sets, key, set);
		found = set;
	}
	vec_free(&b->ranges);
	return found;
}

static void push_range(struct builder *b, uint64_t low, uint64_t high)
{
	vec_push(&b->ranges, (struct int_range){ low, high });
}

/* Adds LOW..HIGH modulo the width, in one piece or two. */
static void push_wrapped(struct builder *b, uint64_t low, uint64_t high)
{
	uint64_t all = width_mask(b->width);

	low &= all;
	high &= all;
	if (low <= high) {
		push_range(b, low, high);
	} else {
		push_range(b, low, all);
		push_range(b, 0, high);
	}
}

const struct intset *intset_range(struct intset_pool *pool, uint32_t width,
				  uint64_t low, uint64_t high)
{
	uint64_t place = hash_mix(hash_mix(low, high), width) % RECENT_RANGES;
	struct recent_range *recent = &pool->recent[place];
	struct builder b = { .width = width };

	if (recent->set && recent->low == low && recent->high == high && recent->width == width)
		return recent->set;
	push_wrapped(&b, low, high);
	*recent = (struct recent_range){ low, high, width, finish(pool, &b) };
	return recent->set;
}

const struct intset *intset_full(struct intset_pool *pool, uint32_t width)
{
	return intset_range(pool, width, 0, UINT64_MAX);
}

const struct intset *intset_empty(struct intset_pool *pool, uint32_t width)
{
	struct builder b = { .width = width };

	return finish(pool, &b);
}

const struct intset *intset_const(struct intset_pool *pool, uint32_t width, uint64_t bits)
{
	return intset_range(pool, width, bits, bits);
}

const struct intset *intset_bits(struct intset_pool *pool, uint32_t width,
				 uint64_t mask, uint64_t bits)
{
	struct builder b = { .width = width, .mask = mask & width_mask(width) };

	b.bits = bits & b.mask;
	push_range(&b, 0, width_mask(width));
	return finish(pool, &b);
}

/* ---- questions ---- */

bool intset_is_empty(const struct intset *set)
{
	return !set->count;
}

bool intset_is_full(const struct intset *set)
{
	return set->count == 1 && !set->known_mask && !set->ranges[0].low &&
	       set->ranges[0].high == width_mask(set->width);
}

bool intset_is_const(const struct intset *set)
{
	return set->count == 1 && set->ranges[0].low == set->ranges[0].high;
}

uint64_t intset_min(const struct intset *set)
{
	return set->ranges[0].low;
}

static uint64_t intset_max(const struct intset *set)
{
	return set->ranges[set->count - 1].high;
}

void intset_signed_bounds(const struct intset *set, int64_t *low, int64_t *high)
{
	uint64_t sign = (uint64_t)1 << (set->width - 1);

	*low = INT64_MAX;
	*high = INT64_MIN;
	for (uint32_t i = 0; i < set->count; i++) {
		const struct int_range *r = &set->ranges[i];
		/* a range over the sign change holds both extremes */
		bool both = r->low < sign && r->high >= sign;
		int64_t a = sign_extend(both ? sign : r->low, set->width);
		int64_t b = sign_extend(both ? sign - 1 : r->high, set->width);

		*low = a < *low ? a : *low;
		*high = b > *high ? b : *high;
	}
}

bool intset_contains(const struct intset *set, uint64_t bits)
{
	if ((bits & set->known_mask) != set->known_bits)
		return false;
	for (uint32_t i = 0; i < set->count; i++)
		if (bits >= set->ranges[i].low && bits <= set->ranges[i].high)
			return true;
	return false;
}

bool intset_subset(const struct intset *inner, const struct intset *outer)
{
	if (inner == outer || !inner->count)
		return true;
	if ((inner->known_mask & outer->known_mask) != outer->known_mask ||
	    (inner->known_bits & outer->known_mask) != outer->known_bits)
		return false;
	for (uint32_t i = 0, j = 0; i < inner->count; i++) {
		while (j < outer->count && outer->ranges[j].high < inner->ranges[i].low)
			j++;
		if (j == outer->count || inner->ranges[i].low < outer->ranges[j].low ||
		    inner->ranges[i].high > outer->ranges[j].high)
			return false;
	}
	return true;
}

uint64_t intset_size(const struct intset *set)
{
	uint64_t size = 0;

	for (uint32_t i = 0; i < set->count; i++) {
		uint64_t span = set->ranges[i].high - set->ranges[i].low;

		if (span == UINT64_MAX || size + span + 1 < size)
			return UINT64_MAX;
		size += span + 1;
	}
	return size;
}

/* ---- set operations ---- */

const struct intset *intset_union(struct intset_pool *pool, const struct intset *a,
				  const struct intset *b)
{
	if (a == b || !b->count)
		return a;
	if (!a->count)
		return b;

	struct builder u = { .width = a->width };
	u.mask = a->known_mask & b->known_mask & ~(a->known_bits ^ b->known_bits);
	u.bits = a->known_bits & u.mask;
	for (uint32_t i = 0; i < a->count; i++)
		vec_push(&u.ranges, a->ranges[i]);
	for (uint32_t i = 0; i < b->count; i++)
		vec_push(&u.ranges, b->ranges[i]);
	return finish(pool, &u);
}

const struct intset *intset_intersect(struct intset_pool *pool, const struct intset *a,
				      const struct intset *b)
{
	if (a == b)
		return a;

	struct builder u = { .width = a->width };
	u.mask = a->known_mask | b->known_mask;
	u.bits = a->known_bits | b->known_bits;
	if ((a->known_bits ^ b->known_bits) & a->known_mask & b->known_mask)
		return finish(pool, &u);
	for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
		const struct int_range *x = &a->ranges[i], *y = &b->ranges[j];
		uint64_t low = x->low > y->low ? x->low : y->low;
		uint64_t high = x->high < y->high ? x->high : y->high;

		if (low <= high)
			push_range(&u, low, high);
		if (x->high < y->high)
			i++;
		else
			j++;
	}
	return finish(pool, &u);
}

const struct intset *intset_complement(struct intset_pool *pool, const struct intset *a)
{
	struct builder u = { .width = a->width };
	uint64_t all = width_mask(a->width), next = 0;
	bool open = true;

	for (uint32_t i = 0; i < a->count; i++) {
		if (a->ranges[i].low > next)
			push_range(&u, next, a->ranges[i].low - 1);
		open = a->ranges[i].high < all;
		next = a->ranges[i].high + 1;
	}
	if (open)
		push_range(&u, next, all);
	return finish(pool, &u);
}

/* ---- arithmetic ---- */

/* Sums or differences of ranges; a pair whose result spans all numbers makes the set full. */
static const struct intset *add_ranges(struct intset_pool *pool, bool subtract,
				       const struct intset *a, const struct intset *b)
{
	struct builder u = { .width = a->width };
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
			push_wrapped(&u, low, low + span);
		}
	}
	return finish(pool, &u);
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
	struct builder u = { .width = a->width };

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
			push_range(&u, a->ranges[i].low << by, high << by);
		}
		u.mask = known & width_mask(a->width);
		u.bits = (a->known_bits << by) & u.mask;
		return finish(pool, &u);
	}
	for (uint32_t i = 0; i < a->count; i++) {
		uint64_t low = a->ranges[i].low, high = a->ranges[i].high;

		if (opcode == IR_LSHR) {
			push_range(&u, low >> by, high >> by);
			continue;
		}
		int64_t slow = sign_extend(low, a->width), shigh = sign_extend(high, a->width);
		if (slow > shigh) {
			vec_free(&u.ranges);
			return intset_full(pool, a->width);
		}
		push_wrapped(&u, (uint64_t)(slow >> by), (uint64_t)(shigh >> by));
	}
	return finish(pool, &u);
}

static const struct intset *fold(struct intset_pool *pool, enum ir_opcode opcode,
				 uint32_t width, uint64_t x, uint64_t y)
{
	int64_t sx = sign_extend(x, width), sy = sign_extend(y, width);
	uint64_t result;

	switch (opcode) {
	case IR_MUL:
		result = x * y;
		break;
	case IR_UDIV:
	case IR_UREM:
		if (!y)
			return intset_full(pool, width);
		result = opcode == IR_UDIV ? x / y : x % y;
		break;
	case IR_SDIV:
	case IR_SREM:
		if (!sy || (sy == -1 && sx == INT64_MIN))
			return intset_full(pool, width);
		result = (uint64_t)(opcode == IR_SDIV ? sx / sy : sx % sy);
		break;
	default:
		return intset_full(pool, width);
	}
	return intset_const(pool, width, result);
}

const struct intset *intset_binary(struct intset_pool *pool, enum ir_opcode opcode,
				   const struct intset *a, const struct intset *b)
{
	if (!a->count || !b->count)
		return intset_empty(pool, a->width);
	switch (opcode) {
	case IR_ADD:
	case IR_SUB:
		return add_ranges(pool, opcode == IR_SUB, a, b);
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
	case IR_UDIV:
		if (intset_is_const(b) && intset_min(b))
			return intset_range(pool, a->width, intset_min(a) / intset_min(b),
					    intset_max(a) / intset_min(b));
		break;
	case IR_UREM:
		if (intset_is_const(b) && intset_min(b) && !intset_is_const(a))
			return intset_range(pool, a->width, 0, intset_min(b) - 1);
		break;
	default:
		break;
	}
	if (intset_is_const(a) && intset_is_const(b))
		return fold(pool, opcode, a->width, intset_min(a), intset_min(b));
	return intset_full(pool, a->width);
}

/* ---- casts ---- */

static void push_extended(struct builder *u, const struct int_range *r, uint32_t from)
{
	uint64_t sign = (uint64_t)1 << (from - 1);

	/* a range over the sign change falls into two */
	if (r->low < sign && r->high >= sign) {
		push_wrapped(u, r->low, sign - 1);
		push_wrapped(u, (uint64_t)sign_extend(sign, from),
			     (uint64_t)sign_extend(r->high, from));
	} else {
		push_wrapped(u, (uint64_t)sign_extend(r->low, from),
			     (uint64_t)sign_extend(r->high, from));
	}
}

const struct intset *intset_cast(struct intset_pool *pool, enum ir_opcode opcode,
				 const struct intset *a, uint32_t width)
{
	struct builder u = { .width = width };
	uint64_t all = width_mask(width);

	if (width == a->width)
		return a;
	for (uint32_t i = 0; i < a->count; i++) {
		const struct int_range *r = &a->ranges[i];

		if (width > a->width && opcode == IR_SEXT)
			push_extended(&u, r, a->width);
		else if (width > a->width || r->high - r->low < all)
			push_wrapped(&u, r->low, r->high);
		else
			push_range(&u, 0, all);
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
	return finish(pool, &u);
}

const struct intset *intset_uncast(struct intset_pool *pool, enum ir_opcode opcode,
				   const struct intset *result, uint32_t width)
{
	if (width == result->width)
		return result;
	if (width > result->width) {	/* TRUNC: the high bits are free */
		struct builder u = { .width = width, .mask = result->known_mask,
				     .bits = result->known_bits };

		if (!result->count)
			return finish(pool, &u);
		push_range(&u, 0, width_mask(width));
		return finish(pool, &u);
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

void intset_print(const struct intset *set, bool is_signed, struct strbuf *out)
{
	strbuf_putc(out, '{');
	/* in signed order the ranges with the sign bit come first */
	uint32_t first = 0;
	while (is_signed && first < set->count && sign_extend(set->ranges[first].low, set->width) >= 0)
		first++;
	for (uint32_t i = 0; i < set->count; i++) {
		const struct int_range *r = &set->ranges[(first + i) % set->count];

		strbuf_puts(out, i ? ", " : "");
		if (is_signed)
			strbuf_printf(out, "%" PRId64, sign_extend(r->low, set->width));
		else
			strbuf_printf(out, "%" PRIu64, r->low);
		if (r->low == r->high)
			continue;
		if (is_signed)
			strbuf_printf(out, "..%" PRId64, sign_extend(r->high, set->width));
		else
			strbuf_printf(out, "..%" PRIu64, r->high);
	}
	strbuf_putc(out, '}');
}
