/* SPDX-License-Identifier: GPL-2.0-only */
/* Bodies of functions as analysis/flows.c walks over them. */
#ifndef MNCHECK_ANALYSIS_BODIES_H
#define MNCHECK_ANALYSIS_BODIES_H

#include "ir/ir.h"

/* Every instruction of a FUNCTION whose body is loaded. */
#define each_inst(it, function)                                                          \
	for (uint32_t it##_block = 0; it##_block < (function)->nblocks; it##_block++)    \
		for (struct ir_inst *it = (function)->blocks[it##_block].insts,          \
		     *it##_end = it + (function)->blocks[it##_block].count; it < it##_end; it++)

/*
 * Whether the body may refer to symbol ('&') or field ('!') NUMBER, by its text. True for a body that is
 * loaded.
 */
bool body_may_mention(const struct ir_function *function, char sigil, uint32_t number);
/* Loads the body. Returns false when its text is not well-formed. */
bool body_load(struct ir_unit *unit, struct ir_function *function);
/* The instruction that defines temporary TEMP, or NULL. */
const struct ir_inst *body_definition_of(const struct ir_function *function, uint32_t temp);
/* The variable that ADDRESS points into: an operand IR_LOCAL or IR_SYMBOL; else one that is IR_NONE. */
struct ir_operand body_root_of(const struct ir_function *function, struct ir_operand address);
/* Whether OPERAND is the variable of that KIND and INDEX. */
bool body_same_root(struct ir_operand operand, enum ir_operand_kind kind, uint32_t index);

#endif
