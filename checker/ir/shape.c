// SPDX-License-Identifier: GPL-2.0-only
#include "ir/shape.h"

#define BINARY { .a = EXPECT_TYPE, .b = EXPECT_TYPE, .result = RESULT_ALWAYS, .typed = true }
#define COMPARE { .a = EXPECT_ANY, .b = EXPECT_SAME, .result = RESULT_ALWAYS, .typed = true }
#define CONVERSION { .a = EXPECT_ANY, .result = RESULT_ALWAYS, .typed = true }

static const struct ir_shape shapes[IR_OPCODE_COUNT] = {
	[IR_LOAD] = { .a = EXPECT_POINTER, .result = RESULT_ALWAYS, .typed = true },
	[IR_VOLATILE] = { .a = EXPECT_POINTER, .result = RESULT_ALWAYS, .typed = true },
	[IR_STORE] = { .a = EXPECT_POINTER, .b = EXPECT_TYPE, .typed = true },
	[IR_COPY] = { .a = EXPECT_POINTER, .b = EXPECT_POINTER, .typed = true },
	[IR_ZERO] = { .a = EXPECT_POINTER, .typed = true },
	[IR_DECL] = { .a = EXPECT_POINTER },
	[IR_FIELD] = { .a = EXPECT_POINTER, .result = RESULT_ALWAYS, .typed = true },
	[IR_INDEX] = { .a = EXPECT_POINTER, .b = EXPECT_INDEX, .result = RESULT_ALWAYS,
		       .typed = true },
	[IR_ADD] = BINARY,
	[IR_SUB] = BINARY,
	[IR_MUL] = BINARY,
	[IR_SDIV] = BINARY,
	[IR_UDIV] = BINARY,
	[IR_SREM] = BINARY,
	[IR_UREM] = BINARY,
	[IR_AND] = BINARY,
	[IR_OR] = BINARY,
	[IR_XOR] = BINARY,
	[IR_SHL] = BINARY,
	[IR_LSHR] = BINARY,
	[IR_ASHR] = BINARY,
	[IR_CTZ] = BINARY,
	[IR_CLZ] = BINARY,
	[IR_ONES] = BINARY,
	[IR_EQ] = COMPARE,
	[IR_NE] = COMPARE,
	[IR_SLT] = COMPARE,
	[IR_SLE] = COMPARE,
	[IR_ULT] = COMPARE,
	[IR_ULE] = COMPARE,
	[IR_ZEXT] = CONVERSION,
	[IR_SEXT] = CONVERSION,
	[IR_TRUNC] = CONVERSION,
	[IR_CAST] = CONVERSION,
	[IR_CALL] = { .a = EXPECT_POINTER, .b = EXPECT_POINTER, .result = RESULT_MAYBE,
		      .typed = true, .maybe_b = true },
	[IR_UNKNOWN] = { .a = EXPECT_ANY, .maybe_a = true, .result = RESULT_ALWAYS, .typed = true },
	[IR_UNSUPPORTED] = { .result = RESULT_MAYBE, .typed = true },
	[IR_JUMP] = { .typed = false },
	[IR_BRANCH] = { .a = EXPECT_BOOL },
	[IR_SWITCH] = { .a = EXPECT_ANY },
	[IR_CHOOSE] = { .typed = false },
	[IR_RETURN] = { .a = EXPECT_ANY, .maybe_a = true },
	[IR_UNREACHABLE] = { .typed = false },
};

const struct ir_shape *ir_shape(enum ir_opcode opcode)
{
	return &shapes[opcode];
}

struct ir_type ir_expected_type(const struct ir_unit *unit, const struct ir_inst *inst,
				enum ir_expect expect)
{
	switch (expect) {
	case EXPECT_POINTER:
		return (struct ir_type){ .kind = IR_PTR, .bits = unit->pointer_bits };
	case EXPECT_TYPE:
		return inst->type;
	case EXPECT_SAME:
		return inst->a.type;
	case EXPECT_BOOL:
		return (struct ir_type){ .kind = IR_BOOL, .bits = 8 };
	case EXPECT_INDEX:
		return (struct ir_type){ .kind = IR_INT, .is_signed = true,
					 .bits = unit->pointer_bits };
	default:
		return (struct ir_type){ .kind = IR_VOID };
	}
}

struct ir_type ir_default_type(const struct ir_unit *unit, const struct ir_operand *operand,
			       struct ir_type expected)
{
	if (operand->kind == IR_LOCAL || operand->kind == IR_SYMBOL || operand->kind == IR_STRING)
		return (struct ir_type){ .kind = IR_PTR, .bits = unit->pointer_bits };
	return expected;
}
