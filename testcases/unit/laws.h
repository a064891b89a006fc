/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Laws by random values: a generator with a seed, and what the operations of the IR do to
 * numbers. LAWS_SEED and LAWS_ROUNDS in the environment change seed and length; a law that
 * fails names the seed of its round, which as LAWS_SEED with LAWS_ROUNDS=1 is that round alone.
 */
#ifndef MNCHECK_TEST_LAWS_H
#define MNCHECK_TEST_LAWS_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"
#include "domain/intset.h"

#define LAWS_DEFAULT_SEED 20261129

static uint64_t laws_state;		/* of the generator */
static uint64_t laws_round_seed;	/* what it was when the round began */

static inline uint64_t laws_setting(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 0) : otherwise;
}

/* splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). */
static inline uint64_t laws_random(void)
{
	uint64_t x = laws_state += 0x9e3779b97f4a7c15u;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

/* A number below LIMIT. */
static inline uint32_t laws_below(uint32_t limit)
{
	return (uint32_t)(laws_random() % limit);
}

static inline bool laws_one_in(uint32_t times)
{
	return !laws_below(times);
}

/* Begins ROUND: each has a seed of its own. */
static inline void laws_begin(uint64_t round)
{
	laws_round_seed = laws_setting("LAWS_SEED", LAWS_DEFAULT_SEED) + round;
	laws_state = hash_mix(laws_round_seed, 0x6c617773);
}

/* The body behind it runs as often as LAWS_ROUNDS or ROUNDS says. */
#define laws_rounds(rounds)                                                    \
	for (uint64_t round_ = 0, last_ = laws_setting("LAWS_ROUNDS", rounds); \
	     round_ < last_ && (laws_begin(round_), true); round_++)

/* LAW must be true; otherwise the numbers that FORMAT shows break it. */
#define law(condition, ...)                                                    \
	do {                                                                   \
		if (!(condition)) {                                            \
			print_error("LAWS_SEED=%llu LAWS_ROUNDS=1: ",          \
				    (unsigned long long)laws_round_seed);      \
			print_error(__VA_ARGS__);                              \
			print_error("\n");                                     \
			fail();                                                \
		}                                                              \
	} while (0)

/* ---- what the IR's operations do to numbers ---- */

static inline uint64_t concrete_shift(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y)
{
	if (opcode == IR_SHL)
		return x << y;
	return opcode == IR_LSHR ? x >> y : (uint64_t)(sign_extend(x, width) >> y);
}

static inline uint64_t concrete_quotient(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y)
{
	int64_t sx = sign_extend(x, width), sy = sign_extend(y, width);

	switch (opcode) {
	case IR_UDIV:
		return x / y;
	case IR_UREM:
		return x % y;
	case IR_SDIV:
		return (uint64_t)(sx / sy);
	default:
		return (uint64_t)(sx % sy);
	}
}

/* Bits one by one. */
static inline uint64_t concrete_count(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y)
{
	uint64_t count = 0;

	for (uint32_t i = 0; i < width; i++) {
		uint64_t bit = x >> (opcode == IR_CLZ ? width - 1 - i : i) & 1;

		if (bit && opcode != IR_ONES)
			return i;
		count += bit;
	}
	return opcode == IR_ONES ? count + y : y;
}

static inline bool is_division(enum ir_opcode opcode)
{
	return opcode >= IR_SDIV && opcode <= IR_UREM;
}

/* Whether C says what X OPCODE Y of WIDTH bits is. */
static inline bool concrete_defined(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y)
{
	if (opcode == IR_SHL || opcode == IR_LSHR || opcode == IR_ASHR)
		return y < width;
	if (is_division(opcode) && !y)
		return false;
	return !((opcode == IR_SDIV || opcode == IR_SREM) && y == width_mask(width) &&
		 x == (uint64_t)1 << (width - 1));
}

static inline bool concrete_compare(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y)
{
	int64_t sx = sign_extend(x, width), sy = sign_extend(y, width);

	switch (opcode) {
	case IR_EQ:
		return x == y;
	case IR_NE:
		return x != y;
	case IR_SLT:
		return sx < sy;
	case IR_SLE:
		return sx <= sy;
	case IR_ULT:
		return x < y;
	default:
		return x <= y;
	}
}

/* X OPCODE (ADD..ULE) Y, both of WIDTH bits; it must be defined. */
static inline uint64_t concrete_binary(enum ir_opcode opcode, uint32_t width, uint64_t x, uint64_t y)
{
	uint64_t all = width_mask(width);

	switch (opcode) {
	case IR_ADD:
		return (x + y) & all;
	case IR_SUB:
		return (x - y) & all;
	case IR_MUL:
		return (x * y) & all;
	case IR_AND:
		return x & y;
	case IR_OR:
		return x | y;
	case IR_XOR:
		return x ^ y;
	case IR_SHL:
	case IR_LSHR:
	case IR_ASHR:
		return concrete_shift(opcode, width, x, y) & all;
	case IR_CTZ:
	case IR_CLZ:
	case IR_ONES:
		return concrete_count(opcode, width, x, y) & all;
	default:
		break;
	}
	return is_division(opcode) ? concrete_quotient(opcode, width, x, y) & all :
		concrete_compare(opcode, width, x, y);
}

/* OPCODE (ZEXT..CAST) of X, FROM bits, to TO bits. */
static inline uint64_t concrete_cast(enum ir_opcode opcode, uint32_t from, uint32_t to, uint64_t x)
{
	return (opcode == IR_SEXT ? (uint64_t)sign_extend(x, from) : x) & width_mask(to);
}

/* ---- random sets ---- */

/* A number of WIDTH bits; the ends of the number line are likelier than the rest. */
static inline uint64_t random_bits(uint32_t width)
{
	uint64_t near = laws_below(5) - (uint64_t)2, all = width_mask(width);

	switch (laws_below(4)) {
	case 0:
		return near & all;
	case 1:
		return (((uint64_t)1 << (width - 1)) + near) & all;
	default:
		return laws_random() & all;
	}
}

static inline const struct intset *random_range(struct intset_pool *pool, uint32_t width)
{
	uint64_t low = random_bits(width);

	return intset_range(pool, width, low, laws_one_in(3) ? low : laws_one_in(2) ?
			    low + laws_below(6) : random_bits(width));
}

/* A union of up to COUNT ranges. */
static inline const struct intset *random_ranges(struct intset_pool *pool, uint32_t width, uint32_t count)
{
	const struct intset *set = random_range(pool, width);

	for (uint32_t i = laws_below(count); i > 0; i--)
		set = intset_union(pool, set, random_range(pool, width));
	return set;
}

/* Ranges, bits, or what set operations make of them; seldom empty. */
static inline const struct intset *random_set(struct intset_pool *pool, uint32_t width)
{
	const struct intset *bits = intset_bits(pool, width, random_bits(width), random_bits(width));

	switch (laws_below(16)) {
	case 0:
		return bits;
	case 1:
		return laws_one_in(2) ? intset_full(pool, width) : intset_empty(pool, width);
	case 2:
	case 3:
		return random_ranges(pool, width, 40);
	case 4:
	case 5:
		return intset_union(pool, bits, random_ranges(pool, width, 4));
	case 6:
	case 7:
	case 8:
		return intset_intersect(pool, bits, random_ranges(pool, width, 6));
	case 9:
		return intset_complement(pool, random_ranges(pool, width, 6));
	default:
		return random_ranges(pool, width, 6);
	}
}

#endif
