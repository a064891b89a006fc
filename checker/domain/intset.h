/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sets of integers of one width: disjoint ranges, and bits that are known.
 *
 * A value is a bit pattern of 1..64 bits, zero-extended; signedness belongs to the
 * operations, as in the IR. A set is immutable and unique in its pool, so that
 * equality is pointer equality. Every operation over-approximates: the result
 * holds each value that the exact answer would.
 */
#ifndef MNCHECK_DOMAIN_INTSET_H
#define MNCHECK_DOMAIN_INTSET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "ir/ir.h"

/* More ranges than this are joined, the smallest gaps first. */
#define INTSET_RANGES_MAX 32

struct int_range {
	uint64_t low, high;	/* both included, low <= high */
};

struct intset {
	uint32_t width;		/* bits, 1..64 */
	uint32_t count;		/* ranges, rising, not touching; 0: empty */
	uint64_t known_mask;	/* bits that have the same value in all members */
	uint64_t known_bits;	/* that value; 0 outside the mask */
	uint64_t hash;
	struct int_range ranges[];
};

/* Where sets live; freed whole. */
struct intset_pool;
struct intset_pool *intset_pool_new(void);
void intset_pool_free(struct intset_pool *pool);

/* All ones of WIDTH bits. */
uint64_t width_mask(uint32_t width);
/* BITS of WIDTH read as two's complement. */
int64_t sign_extend(uint64_t bits, uint32_t width);

const struct intset *intset_full(struct intset_pool *pool, uint32_t width);
const struct intset *intset_empty(struct intset_pool *pool, uint32_t width);
const struct intset *intset_const(struct intset_pool *pool, uint32_t width, uint64_t bits);
/* low..high; when low > high it wraps around: low..max and 0..high. */
const struct intset *intset_range(struct intset_pool *pool, uint32_t width,
				  uint64_t low, uint64_t high);
/* All values with (value & mask) == bits. */
const struct intset *intset_bits(struct intset_pool *pool, uint32_t width,
				 uint64_t mask, uint64_t bits);

bool intset_is_empty(const struct intset *set);
bool intset_is_full(const struct intset *set);
bool intset_is_const(const struct intset *set);
/* The least member; only of a set that is not empty. */
uint64_t intset_min(const struct intset *set);
/* The least and the greatest member, read as signed; only of a set that is not empty. */
void intset_signed_bounds(const struct intset *set, int64_t *low, int64_t *high);
bool intset_contains(const struct intset *set, uint64_t bits);
bool intset_subset(const struct intset *inner, const struct intset *outer);
/* Number of members, saturated at UINT64_MAX. */
uint64_t intset_size(const struct intset *set);

const struct intset *intset_union(struct intset_pool *pool, const struct intset *a,
				  const struct intset *b);
const struct intset *intset_intersect(struct intset_pool *pool, const struct intset *a,
				      const struct intset *b);
/* The complement of the ranges (known bits do not help): exact for sets of ranges alone. */
const struct intset *intset_complement(struct intset_pool *pool, const struct intset *a);

/* OPCODE (ADD..ASHR) on members of A and B, which share a width. */
const struct intset *intset_binary(struct intset_pool *pool, enum ir_opcode opcode,
				   const struct intset *a, const struct intset *b);
/* OPCODE (ZEXT, SEXT, TRUNC, CAST) to WIDTH. */
const struct intset *intset_cast(struct intset_pool *pool, enum ir_opcode opcode,
				 const struct intset *a, uint32_t width);
/* Members of width-WIDTH sets whose ZEXT/SEXT/TRUNC could lie in RESULT. */
const struct intset *intset_uncast(struct intset_pool *pool, enum ir_opcode opcode,
				   const struct intset *result, uint32_t width);

enum truth { TRUTH_UNKNOWN = -1, TRUTH_FALSE = 0, TRUTH_TRUE = 1 };

/* OPCODE (EQ..ULE) between members of A and B: always, never, or either. */
enum truth intset_compare(enum ir_opcode opcode, const struct intset *a, const struct intset *b);
/*
 * What A can still be when `A OPCODE B` is TRUTH. With SWAPPED, when `B OPCODE A` is.
 */
const struct intset *intset_narrow(struct intset_pool *pool, enum ir_opcode opcode, bool swapped,
				   bool truth, const struct intset *a, const struct intset *b);

/* "{-11, 0, 4..7}", signed when IS_SIGNED. */
void intset_print(const struct intset *set, bool is_signed, struct strbuf *out);

#endif
