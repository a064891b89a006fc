/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to ir/: the operands that each opcode takes. Printer, reader and verifier share this
 * table.
 */
#ifndef MNCHECK_IR_SHAPE_H
#define MNCHECK_IR_SHAPE_H

#include "ir/ir.h"

#define IR_TEXT_MAGIC "mncheck-ir"
#define IR_TEXT_VERSION 3

/* The type that an operand must have. The text form omits an operand's type where this names it. */
enum ir_expect {
	EXPECT_ABSENT,		/* no such operand */
	EXPECT_ANY,		/* a value of any scalar type */
	EXPECT_POINTER,		/* an address */
	EXPECT_TYPE,		/* the instruction's type */
	EXPECT_SAME,		/* the type of operand a */
	EXPECT_BOOL,
	EXPECT_INDEX,		/* a signed integer as wide as a pointer */
};

enum ir_result_rule {
	RESULT_NEVER,
	RESULT_ALWAYS,
	RESULT_MAYBE,
};

struct ir_shape {
	uint8_t a, b;		/* enum ir_expect */
	uint8_t result;		/* enum ir_result_rule */
	bool typed;		/* the instruction has a type */
	bool maybe_a, maybe_b;	/* the operand may be IR_NONE */
};

const struct ir_shape *ir_shape(enum ir_opcode opcode);

/* The type that EXPECT names for INST; void when it names none (EXPECT_ABSENT, EXPECT_ANY). */
struct ir_type ir_expected_type(const struct ir_unit *unit, const struct ir_inst *inst,
				enum ir_expect expect);

/*
 * The type that OPERAND has when the text omits it: a pointer for the address of a local,
 * symbol or string, EXPECTED for other operands.
 */
struct ir_type ir_default_type(const struct ir_unit *unit, const struct ir_operand *operand,
			       struct ir_type expected);

/* Whether constants of the type have bits to mask off: it has a size, of less than 64 bits. */
static inline bool ir_is_narrow(struct ir_type type)
{
	return type.bits > 0 && type.bits < 64;
}

#endif
