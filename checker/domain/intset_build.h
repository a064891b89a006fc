/* SPDX-License-Identifier: GPL-2.0-only */
/* For domain/ alone: how a set of ranges is made. */
#ifndef MNCHECK_DOMAIN_INTSET_BUILD_H
#define MNCHECK_DOMAIN_INTSET_BUILD_H

#include "domain/intset.h"

/* A set under construction: ranges in any order, overlapping or not. */
struct intset_builder {
	uint32_t width;
	uint64_t mask, bits;
	VEC(struct int_range) ranges;
};

/* Adds LOW..HIGH; LOW is not above HIGH. */
void intset_push(struct intset_builder *b, uint64_t low, uint64_t high);
/* Adds LOW..HIGH modulo the width, in one piece or two. */
void intset_push_wrapped(struct intset_builder *b, uint64_t low, uint64_t high);
/* The set that B describes, unique in POOL; frees B's ranges. */
const struct intset *intset_finish(struct intset_pool *pool, struct intset_builder *b);

/*
 * The result of operation WHAT on A and B (may be NULL), if it was one of the last ones; or NULL. The same few
 * sets meet over and over: each value is asked for its range in each state.
 */
const struct intset *intset_recall(struct intset_pool *pool, uint32_t what, const struct intset *a,
				   const struct intset *b);
/* Notes that it is SET, which is returned. */
const struct intset *intset_remember(struct intset_pool *pool, uint32_t what, const struct intset *a,
				     const struct intset *b, const struct intset *set);
/* What WHAT can be besides opcodes. */
enum { OPERATION_UNION = 0x100, OPERATION_INTERSECT, OPERATION_COMPLEMENT };
/* A cast by OPCODE to WIDTH. */
#define OPERATION_CAST(opcode, width) (0x10000u | (uint32_t)(opcode) << 8 | (uint32_t)(width))

/* The highest member, unsigned, of a set that is not empty. */
uint64_t intset_max(const struct intset *set);

/* OPCODE (ADD..ASHR) on X and Y of WIDTH bits, in *RESULT. False: C does not define it. */
bool intset_fold(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y, uint64_t *result);
/* intset_binary() of sets that intset_are_small(). */
const struct intset *intset_binary_members(struct intset_pool *pool, enum ir_opcode opcode,
					   const struct intset *a, const struct intset *b);

#endif
