/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to ir/: which block lies on every way from the entry to which other. */
#ifndef MNCHECK_IR_DOMINATE_H
#define MNCHECK_IR_DOMINATE_H

#include "ir/ir.h"

/*
 * Numbers of each block in the dominator tree: its subtree is first .. first + size - 1.
 * Size 0: the entry does not reach it.
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

/* Whether every way from the entry to reached block B passes through A (or A is B). */
static inline bool block_dominates(const struct dominators *dominators, uint32_t a, uint32_t b)
{
	return dominators->first[b] - dominators->first[a] < dominators->size[a];
}

/* The number of block INST's ways out, and the target of the one numbered WHICH. */
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
