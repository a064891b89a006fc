/* SPDX-License-Identifier: GPL-2.0-only */
/* What exploring needs to know of a function's control-flow graph, computed once. */
#ifndef MNCHECK_ENGINE_CFG_H
#define MNCHECK_ENGINE_CFG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "ir/ir.h"

struct cfg {
	uint32_t nblocks;
	uint32_t *rank;		/* block -> place in reverse post-order */
	bool *in_loop;		/* block lies on a cycle */
	bool *is_head;		/* some back edge of the depth-first walk leads here */
	uint32_t *loop;		/* head of the innermost loop around the block; nblocks: none */
	uint32_t *outer;	/* of a head: that of the next loop around its own; nblocks: none */
	uint32_t *predecessors;	/* edges into the block */
	/* Bit sets per block of what may be read after its start. */
	uint64_t **live_locals;	/* by their own name: others may hold addresses of them */
	uint64_t **live_temps;
	uint32_t instructions;	/* in the whole function */
	uint32_t returned;	/* the local whose value, or what is made of it, is returned; else the number of locals */
};

/* The facts about FUNCTION (its body loaded), in ARENA. */
const struct cfg *cfg_build(struct arena *arena, const struct ir_function *function);

/* Whether BLOCK is in the loop of HEAD. */
static inline bool cfg_is_inside(const struct cfg *cfg, uint32_t head, uint32_t block)
{
	uint32_t loop = cfg->loop[block];

	while (loop != cfg->nblocks && loop != head)
		loop = cfg->outer[loop];
	return loop == head;
}

static inline bool bit_is_set(const uint64_t *bits, uint32_t index)
{
	return bits[index / 64] >> (index % 64) & 1;
}

#endif
