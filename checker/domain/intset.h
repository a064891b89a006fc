/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sets of integers of one width: disjoint ranges, and bits that are known.
 *
 * A number is a bit pattern of 1..64 bits, zero-extended; signedness belongs to the
 * operations, as in the IR. A member lies in a range and has the known bits. A set is immutable
 * and unique in its pool, so that equality is pointer equality.
 *
 * Every operation over-approximates: its result has all members of the exact answer. Exact
 * are the constructors, the intersection, and the complement of ranges, up to
 * INTSET_RANGES_MAX of them. testcases/unit/test_intset_laws.c checks all of this.
 */
#ifndef MNCHECK_DOMAIN_INTSET_H
#define MNCHECK_DOMAIN_INTSET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "ir/ir.h"

/* A set with more ranges loses its smallest gaps. */
#define INTSET_RANGES_MAX 32

struct int_range {
	uint64_t low, high;	/* both included, low <= high */
};

struct intset {
	uint32_t width;		/* bits, 1..64 */
	uint32_t count;		/* ranges, rising, not touching; 0: empty */
	uint64_t known_mask;	/* bits that have the same value in all members */
	uint64_t known_bits;	/* their values; 0 outside the mask */
	uint64_t hash;
	struct int_range ranges[];
};

/* Owns its sets; freed whole. */
struct intset_pool;
struct intset_pool *intset_pool_new(void);
void intset_pool_free(struct intset_pool *pool);

/* All ones of WIDTH bits. */
static inline uint64_t width_mask(uint32_t width)
{
	return width >= 64 ? UINT64_MAX : ((uint64_t)1 << width) - 1;
}

/* The number that BITS of WIDTH are in two's complement. */
static inline int64_t sign_extend(uint64_t bits, uint32_t width)
{
	uint64_t sign = (uint64_t)1 << ((width < 64 ? width : 64) - 1);

	return (int64_t)(((bits & width_mask(width)) ^ sign) - sign);
}

const struct intset *intset_full(struct intset_pool *pool, uint32_t width);
const struct intset *intset_empty(struct intset_pool *pool, uint32_t width);
const struct intset *intset_const(struct intset_pool *pool, uint32_t width, uint64_t bits);
/* LOW..HIGH; with LOW > HIGH it wraps around: LOW..max and 0..HIGH. */
const struct intset *intset_range(struct intset_pool *pool, uint32_t width,
				  uint64_t low, uint64_t high);
/* All numbers x with (x & MASK) == BITS; BITS outside MASK are ignored. */
const struct intset *intset_bits(struct intset_pool *pool, uint32_t width,
				 uint64_t mask, uint64_t bits);

/* True: there is no member. False proves nothing: the bits may exclude all of the ranges. */
static inline bool intset_is_empty(const struct intset *set)
{
	return !set->count;
}

static inline bool intset_is_full(const struct intset *set)
{
	return set->count == 1 && !set->known_mask && !set->ranges[0].low &&
	       set->ranges[0].high == width_mask(set->width);
}

static inline bool intset_is_const(const struct intset *set)
{
	return set->count == 1 && set->ranges[0].low == set->ranges[0].high;
}

/* The low end of the first range: no member is less. Only of a set that is not empty. */
static inline uint64_t intset_min(const struct intset *set)
{
	return set->ranges[0].low;
}

/* Bounds of the members, read as signed. Only of a set that is not empty. */
void intset_signed_bounds(const struct intset *set, int64_t *low, int64_t *high);
bool intset_contains(const struct intset *set, uint64_t bits);
/*
 * The partial order of sets: OUTER has a range around each of INNER's, and knows no bit that
 * INNER does not. True: OUTER has all members of INNER. False proves nothing.
 */
bool intset_subset(const struct intset *inner, const struct intset *outer);
/* How many numbers the ranges hold: an upper bound of the members. Saturates at UINT64_MAX. */
uint64_t intset_size(const struct intset *set);

/*
 * The least upper bound in the order of intset_subset(); with more than INTSET_RANGES_MAX
 * ranges an upper bound.
 */
const struct intset *intset_union(struct intset_pool *pool, const struct intset *a,
				  const struct intset *b);
const struct intset *intset_intersect(struct intset_pool *pool, const struct intset *a,
				      const struct intset *b);
/*
 * All numbers outside of the ranges. Use it for sets made of ranges alone: numbers that only
 * the known bits exclude are missing.
 */
const struct intset *intset_complement(struct intset_pool *pool, const struct intset *a);

/* OPCODE (ADD..ASHR) on members of A and B, which share a width. C must define the result. */
const struct intset *intset_binary(struct intset_pool *pool, enum ir_opcode opcode,
				   const struct intset *a, const struct intset *b);
/* A small set is looked at member by member. Of two sets, all pairs together. */
#define INTSET_MEMBERS_MAX 64
bool intset_is_small(const struct intset *set);
bool intset_are_small(const struct intset *a, const struct intset *b);
/*
 * The members x of A for which x OPCODE y (with SWAPPED, y OPCODE x) may lie in SET, for some y of B. Of
 * sets that intset_are_small().
 */
const struct intset *intset_operand(struct intset_pool *pool, enum ir_opcode opcode, bool swapped,
				    const struct intset *a, const struct intset *b,
				    const struct intset *set);
/* OPCODE (ZEXT, SEXT, TRUNC, CAST) to WIDTH. */
const struct intset *intset_cast(struct intset_pool *pool, enum ir_opcode opcode,
				 const struct intset *a, uint32_t width);
/* The numbers of WIDTH bits whose OPCODE (ZEXT, SEXT, TRUNC) may lie in RESULT. */
const struct intset *intset_uncast(struct intset_pool *pool, enum ir_opcode opcode,
				   const struct intset *result, uint32_t width);

enum truth { TRUTH_UNKNOWN = -1, TRUTH_FALSE = 0, TRUTH_TRUE = 1 };

/* OPCODE (EQ..ULE) between members of A and B: always, never, or either. */
enum truth intset_compare(enum ir_opcode opcode, const struct intset *a, const struct intset *b);
/* The members of A for which `A OPCODE B` (with SWAPPED, `B OPCODE A`) may be TRUTH. */
const struct intset *intset_narrow(struct intset_pool *pool, enum ir_opcode opcode, bool swapped,
				   bool truth, const struct intset *a, const struct intset *b);

/* Appends "{-11, 0, 4..7}" to OUT, signed when IS_SIGNED; known bits are not shown. */
void intset_print(const struct intset *set, bool is_signed, struct strbuf *out);

#endif
