// SPDX-License-Identifier: GPL-2.0-only
#include "domain/intset_build.h"

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

/* Likewise of results, by a hash of their operands. */
#define RECENT_RESULTS 2048

struct recent_result {
	const struct intset *a, *b, *set;	/* a NULL: unused */
	uint32_t what;
};

struct intset_pool {
	struct arena *arena;
	struct intmap sets;	/* hash -> set; equal hashes are probed with hash + 1 */
	struct recent_range recent[RECENT_RANGES];
	struct recent_result results[RECENT_RESULTS];
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

/* ---- results ---- */

static struct recent_result *result_slot(struct intset_pool *pool, uint32_t what,
					 const struct intset *a, const struct intset *b)
{
	uint64_t hash = a->hash * 3 + (b ? b->hash : 0) + what * (uint64_t)0x9e3779b97f4a7c15;

	return &pool->results[(hash ^ hash >> 32) % RECENT_RESULTS];
}

const struct intset *intset_recall(struct intset_pool *pool, uint32_t what, const struct intset *a,
				   const struct intset *b)
{
	const struct recent_result *result = result_slot(pool, what, a, b);

	return result->a == a && result->b == b && result->what == what ? result->set : NULL;
}

const struct intset *intset_remember(struct intset_pool *pool, uint32_t what, const struct intset *a,
				     const struct intset *b, const struct intset *set)
{
	*result_slot(pool, what, a, b) = (struct recent_result){ a, b, set, what };
	return set;
}

/* ---- building ---- */

static int by_low(const void *a, const void *b)
{
	const struct int_range *x = a, *y = b;

	return x->low < y->low ? -1 : x->low > y->low;
}

static bool is_sorted(const struct intset_builder *b)
{
	for (size_t i = 1; i < b->ranges.count; i++)
		if (b->ranges.data[i].low < b->ranges.data[i - 1].low)
			return false;
	return true;
}

/* Sorts the ranges and joins those that overlap or touch. */
static void join_touching(struct intset_builder *b)
{
	size_t kept = 0;

	if (!b->ranges.count)
		return;
	if (!is_sorted(b))
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
static void join_nearest(struct intset_builder *b)
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
static bool cut_and_learn(struct intset_builder *b)
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
static bool tighten(struct intset_builder *b)
{
	uint64_t known;

	do {
		known = b->mask;
		if (!cut_and_learn(b))
			return false;
	} while (known && b->mask != known);
	return true;
}

static uint64_t hash_builder(const struct intset_builder *b)
{
	uint64_t hash = hash_mix(b->width, b->mask);

	hash = hash_mix(hash, b->bits);
	for (size_t i = 0; i < b->ranges.count; i++)
		hash = hash_mix(hash_mix(hash, b->ranges.data[i].low), b->ranges.data[i].high);
	return hash;
}

static bool same_set(const struct intset *set, const struct intset_builder *b)
{
	return set->width == b->width && set->count == b->ranges.count &&
	       set->known_mask == b->mask && set->known_bits == b->bits &&
	       (!set->count || !memcmp(set->ranges, b->ranges.data,
				       set->count * sizeof(struct int_range)));
}

const struct intset *intset_finish(struct intset_pool *pool, struct intset_builder *b)
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

void intset_push(struct intset_builder *b, uint64_t low, uint64_t high)
{
	vec_push(&b->ranges, (struct int_range){ low, high });
}

void intset_push_wrapped(struct intset_builder *b, uint64_t low, uint64_t high)
{
	uint64_t all = width_mask(b->width);

	low &= all;
	high &= all;
	if (low <= high) {
		intset_push(b, low, high);
	} else {
		intset_push(b, low, all);
		intset_push(b, 0, high);
	}
}

const struct intset *intset_range(struct intset_pool *pool, uint32_t width,
				  uint64_t low, uint64_t high)
{
	uint64_t place = hash_mix(hash_mix(low, high), width) % RECENT_RANGES;
	struct recent_range *recent = &pool->recent[place];
	struct intset_builder b = { .width = width };

	if (recent->set && recent->low == low && recent->high == high && recent->width == width)
		return recent->set;
	intset_push_wrapped(&b, low, high);
	*recent = (struct recent_range){ low, high, width, intset_finish(pool, &b) };
	return recent->set;
}

const struct intset *intset_full(struct intset_pool *pool, uint32_t width)
{
	return intset_range(pool, width, 0, UINT64_MAX);
}

const struct intset *intset_empty(struct intset_pool *pool, uint32_t width)
{
	struct intset_builder b = { .width = width };

	return intset_finish(pool, &b);
}

const struct intset *intset_const(struct intset_pool *pool, uint32_t width, uint64_t bits)
{
	return intset_range(pool, width, bits, bits);
}

const struct intset *intset_bits(struct intset_pool *pool, uint32_t width,
				 uint64_t mask, uint64_t bits)
{
	struct intset_builder b = { .width = width, .mask = mask & width_mask(width) };

	b.bits = bits & b.mask;
	intset_push(&b, 0, width_mask(width));
	return intset_finish(pool, &b);
}

/* ---- questions ---- */

uint64_t intset_max(const struct intset *set)
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

static const struct intset *unite(struct intset_pool *pool, const struct intset *a,
				  const struct intset *b)
{
	struct intset_builder u = { .width = a->width };
	u.mask = a->known_mask & b->known_mask & ~(a->known_bits ^ b->known_bits);
	u.bits = a->known_bits & u.mask;
	for (uint32_t i = 0; i < a->count; i++)
		vec_push(&u.ranges, a->ranges[i]);
	for (uint32_t i = 0; i < b->count; i++)
		vec_push(&u.ranges, b->ranges[i]);
	return intset_finish(pool, &u);
}

const struct intset *intset_union(struct intset_pool *pool, const struct intset *a,
				  const struct intset *b)
{
	const struct intset *known;

	if (a == b || !b->count)
		return a;
	if (!a->count)
		return b;
	known = intset_recall(pool, OPERATION_UNION, a, b);
	return known ? known : intset_remember(pool, OPERATION_UNION, a, b, unite(pool, a, b));
}

static const struct intset *intersect(struct intset_pool *pool, const struct intset *a,
				      const struct intset *b)
{
	struct intset_builder u = { .width = a->width };
	u.mask = a->known_mask | b->known_mask;
	u.bits = a->known_bits | b->known_bits;
	if ((a->known_bits ^ b->known_bits) & a->known_mask & b->known_mask)
		return intset_finish(pool, &u);
	for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
		const struct int_range *x = &a->ranges[i], *y = &b->ranges[j];
		uint64_t low = x->low > y->low ? x->low : y->low;
		uint64_t high = x->high < y->high ? x->high : y->high;

		if (low <= high)
			intset_push(&u, low, high);
		if (x->high < y->high)
			i++;
		else
			j++;
	}
	return intset_finish(pool, &u);
}

const struct intset *intset_intersect(struct intset_pool *pool, const struct intset *a,
				      const struct intset *b)
{
	const struct intset *known;

	if (a == b || intset_is_full(b))
		return a;
	if (intset_is_full(a))
		return b;
	known = intset_recall(pool, OPERATION_INTERSECT, a, b);
	return known ? known : intset_remember(pool, OPERATION_INTERSECT, a, b, intersect(pool, a, b));
}

static const struct intset *complement(struct intset_pool *pool, const struct intset *a)
{
	struct intset_builder u = { .width = a->width };
	uint64_t all = width_mask(a->width), next = 0;
	bool open = true;

	for (uint32_t i = 0; i < a->count; i++) {
		if (a->ranges[i].low > next)
			intset_push(&u, next, a->ranges[i].low - 1);
		open = a->ranges[i].high < all;
		next = a->ranges[i].high + 1;
	}
	if (open)
		intset_push(&u, next, all);
	return intset_finish(pool, &u);
}

const struct intset *intset_complement(struct intset_pool *pool, const struct intset *a)
{
	const struct intset *known = intset_recall(pool, OPERATION_COMPLEMENT, a, NULL);

	return known ? known : intset_remember(pool, OPERATION_COMPLEMENT, a, NULL, complement(pool, a));
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
