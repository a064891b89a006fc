/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to ir/: dominators. Block A dominates B when every way from the entry to B passes A. */
#ifndef MNCHECK_IR_DOMINATE_H
#define MNCHECK_IR_DOMINATE_H

#include "ir/ir.h"

/*
 * The dominator tree, by block: the blocks that it dominates, itself included, have the preorder
 * numbers first .. first + size - 1. Size 0: the entry does not reach the block.
 */
struct dominators {
	uint32_t *first, *size;
};

/* FUNCTION's targets must be in range. Free with dominators_free(). */
struct dominators dominators_find(const struct ir_function *function);
void dominators_free(struct dominators *dominators);

static inline bool block_reached(const struct dominators *dominators, uint32_t block)
{
	return dominators->size[block] != 0;
}

/* Whether A dominates B or is B. The entry must reach B. */
static inline bool block_dominates(const struct dominators *dominators, uint32_t a, uint32_t b)
{
	return dominators->first[b] - dominators->first[a] < dominators->size[a];
}

/*
 * The number of ways out of the terminator INST, and the target of way WHICH: targets first, then
 * cases.
 */
static inline uint32_t inst_ways(const struct ir_inst *inst)
{
	return inst->ntargets + inst->ncases;
}

static inline uint32_t inst_way(const struct ir_inst *inst, uint32_t which)
{
	return which < inst->ntargets ? inst->targets[which]
				      : inst->cases[which - inst->ntargets].target;
}

#endif
