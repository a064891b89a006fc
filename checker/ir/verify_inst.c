// SPDX-License-Identifier: GPL-2.0-only
/* The verifier, part two: one instruction by itself. */
#include "ir/verify.h"

#include <string.h>

#include "ir/shape.h"

const char *verify_type(const struct ir_unit *unit, struct ir_type type)
{
	if (type.kind != IR_INT && type.is_signed)
		return "only integers are signed";
	switch (type.kind) {
	case IR_VOID:
		return type.bits ? "void has no size" : NULL;
	case IR_BOOL:
		return type.bits == 8 ? NULL : "a bool has 8 bits";
	case IR_INT:
		return type.bits >= 1 && type.bits <= 128 ? NULL : "an integer has 1..128 bits";
	case IR_PTR:
		return type.bits == unit->pointer_bits ? NULL : "not the unit's pointer size";
	case IR_FLOAT:
		return type.bits ? NULL : "a float has a size";
	case IR_AGG:
		return NULL;
	default:
		return "no such kind of type";
	}
}

bool verify_loc(const struct ir_unit *unit, struct ir_loc loc)
{
	return loc.file < unit->files.count;
}

bool verify_fits(uint64_t bits, struct ir_type type)
{
	if (type.kind == IR_BOOL)
		return bits <= 1;
	return type.bits >= 64 || !(bits >> type.bits);
}

static bool is_scalar(struct ir_type type)
{
	return type.kind != IR_VOID && type.kind != IR_AGG;
}

static bool is_number(struct ir_type type)
{
	return type.kind == IR_INT || type.kind == IR_BOOL;
}

/* Whether OPERAND is an aggregate argument of a call, that is, the address of its copy. */
static bool is_aggregate_argument(const struct verify *verify, const struct ir_operand *operand)
{
	const struct ir_inst *inst = verify->inst;

	return inst->nargs && operand >= inst->args && operand < inst->args + inst->nargs &&
	       operand->type.kind == IR_AGG;
}

/* Whether the instruction uses a local's address only to access the local or a part of it. */
static bool is_place(const struct verify *verify, const struct ir_operand *operand)
{
	const struct ir_inst *inst = verify->inst;
	bool address = ir_shape(inst->opcode)->a == EXPECT_POINTER;

	if (operand == &inst->a)
		return address;
	return operand == &inst->b && (inst->opcode == IR_COPY || inst->opcode == IR_CALL);
}

static int check_local_use(struct verify *verify, const struct ir_operand *operand)
{
	const struct ir_function *function = verify->function;

	if (operand->index < function->nlocals && !is_place(verify, operand) &&
	    !function->locals[operand->index].address_taken)
		return verify_fail(verify, "the address of l%u is taken, but it is not marked so",
				   operand->index);
	return 0;
}

static int check_address(struct verify *verify, const struct ir_operand *operand,
			 uint32_t first, size_t count)
{
	if (operand->index < first || operand->index >= count)
		return verify_fail(verify, "operand index %u is out of range", operand->index);
	if (operand->type.kind != IR_PTR)
		return verify_fail(verify, "an address has a type other than a pointer");
	return 0;
}

static int check_operand(struct verify *verify, const struct ir_operand *operand, void *context)
{
	const char *wrong = verify_type(verify->unit, operand->type);

	(void)context;
	if (wrong)
		return verify_fail(verify, "type of an operand: %s", wrong);
	if (is_aggregate_argument(verify, operand)) {
		if (operand->kind != IR_LOCAL && operand->kind != IR_TEMP)
			return verify_fail(verify, "an aggregate argument is no local and no temporary");
		if (operand->kind == IR_LOCAL && operand->index >= verify->function->nlocals)
			return verify_fail(verify, "operand index %u is out of range", operand->index);
		return 0;
	}
	switch (operand->kind) {
	case IR_NONE:
		return verify_fail(verify, "an argument is missing");
	case IR_TEMP:
		return 0;	/* verify.c compares it with its definition */
	case IR_CONST:
		if (!is_scalar(operand->type))
			return verify_fail(verify, "a constant has no scalar type");
		if (!verify_fits(operand->bits, operand->type))
			return verify_fail(verify, "a constant does not fit its type");
		return 0;
	case IR_LOCAL:
		if (check_local_use(verify, operand))
			return -1;
		return check_address(verify, operand, 0, verify->function->nlocals);
	case IR_SYMBOL:
		return check_address(verify, operand, 1, verify->unit->symbols.count);
	case IR_STRING:
		if (!operand->string)
			return verify_fail(verify, "a string operand has no string");
		return check_address(verify, operand, 0, (size_t)operand->index + 1);
	default:
		return verify_fail(verify, "no such kind of operand: %u", operand->kind);
	}
}

int verify_each_operand(struct verify *verify,
			int (*visit)(struct verify *verify, const struct ir_operand *operand,
				     void *context),
			void *context)
{
	const struct ir_inst *inst = verify->inst;
	int result = 0;

	if (inst->a.kind != IR_NONE)
		result = visit(verify, &inst->a, context);
	if (!result && inst->b.kind != IR_NONE)
		result = visit(verify, &inst->b, context);
	for (uint32_t i = 0; !result && i < inst->nargs; i++)
		result = visit(verify, &inst->args[i], context);
	return result;
}

static int check_expected(struct verify *verify, const struct ir_operand *operand, char name,
			  enum ir_expect expect, bool maybe)
{
	struct ir_type wanted = ir_expected_type(verify->unit, verify->inst, expect);

	if (operand->kind == IR_NONE) {
		if (expect != EXPECT_ABSENT && !maybe)
			return verify_fail(verify, "operand %c is missing", name);
		return 0;
	}
	if (expect == EXPECT_ABSENT)
		return verify_fail(verify, "operand %c must be absent", name);
	if (!is_scalar(operand->type))
		return verify_fail(verify, "operand %c has no scalar type", name);
	if (expect != EXPECT_ANY && !ir_type_equal(operand->type, wanted))
		return verify_fail(verify, "operand %c has the wrong type", name);
	return 0;
}

static int check_result(struct verify *verify, const struct ir_shape *shape)
{
	const struct ir_inst *inst = verify->inst;
	const char *wrong = verify_type(verify->unit, inst->type);

	if (wrong)
		return verify_fail(verify, "type: %s", wrong);
	if (inst->result == IR_NO_RESULT) {
		if (shape->result == RESULT_ALWAYS)
			return verify_fail(verify, "the result is missing");
		return 0;
	}
	if (shape->result == RESULT_NEVER)
		return verify_fail(verify, "this opcode has no result");
	if (inst->result >= verify->function->ntemps)
		return verify_fail(verify, "result %%%u is out of range", inst->result);
	if (!is_scalar(inst->type))
		return verify_fail(verify, "the result has no scalar type");
	return 0;
}

/* Attributes that only some opcodes carry. */
static int check_attributes(struct verify *verify)
{
	const struct ir_inst *inst = verify->inst;
	bool access = inst->opcode == IR_LOAD || inst->opcode == IR_VOLATILE ||
		      inst->opcode == IR_STORE;
	bool condition = inst->opcode == IR_BRANCH || inst->opcode == IR_SWITCH;

	if (inst->field && !access && inst->opcode != IR_FIELD)
		return verify_fail(verify, "a field on an opcode without one");
	if (inst->field >= verify->unit->fields.count)
		return verify_fail(verify, "field !%u is out of range", inst->field);
	if (inst->offset && inst->opcode != IR_FIELD)
		return verify_fail(verify, "an offset on an opcode without one");
	if (inst->stride && inst->opcode != IR_INDEX)
		return verify_fail(verify, "a stride on an opcode without one");
	if ((inst->bit_width || inst->bit_offset) && !access)
		return verify_fail(verify, "a bit-field on an opcode without one");
	if (inst->bit_offset && !inst->bit_width)
		return verify_fail(verify, "a bit-field without a width");
	if (inst->bit_width > inst->type.bits)
		return verify_fail(verify, "a bit-field wider than its type");
	if (inst->nargs && inst->opcode != IR_CALL)
		return verify_fail(verify, "arguments on an opcode without them");
	if (condition && inst->text &&
	    (strlen(inst->text) > IR_TEXT_MAX || strchr(inst->text, '\n')))
		return verify_fail(verify, "the condition's text is not one line of at most %d bytes",
				   IR_TEXT_MAX);
	if (!verify_loc(verify->unit, inst->loc))
		return verify_fail(verify, "location in file @%u, which is out of range",
				   inst->loc.file);
	return 0;
}

static int check_call(struct verify *verify)
{
	const struct ir_inst *inst = verify->inst;

	if (inst->b.kind != IR_NONE && inst->type.kind != IR_AGG)
		return verify_fail(verify, "a place for the result of a call that gives no aggregate");
	for (uint32_t i = 0; i < inst->nargs; i++)
		if (inst->args[i].type.kind == IR_VOID)
			return verify_fail(verify, "argument %u has no value", i);
	return 0;
}

static int check_binary(struct verify *verify)
{
	const struct ir_inst *inst = verify->inst;
	uint8_t kind = inst->a.type.kind;
	bool logic = inst->opcode == IR_AND || inst->opcode == IR_OR || inst->opcode == IR_XOR;

	if (ir_is_compare(inst->opcode)) {
		if (inst->type.kind != IR_BOOL)
			return verify_fail(verify, "a comparison gives a bool");
		if (!is_number(inst->a.type) && kind != IR_PTR)
			return verify_fail(verify, "only integers and pointers are compared");
		return 0;
	}
	if (kind != IR_INT && !(logic && kind == IR_BOOL))
		return verify_fail(verify, "arithmetic is on integers");
	return 0;
}

/* A bool widens from one bit, not from the 8 that it takes in memory, so that zext makes it a u8. */
static int check_conversion(struct verify *verify)
{
	const struct ir_inst *inst = verify->inst;
	struct ir_type from = inst->a.type, to = inst->type;
	uint64_t width = from.kind == IR_BOOL ? 1 : from.bits;

	if (inst->opcode == IR_CAST) {
		if ((!is_number(from) && from.kind != IR_PTR) || (to.kind != IR_INT && to.kind != IR_PTR))
			return verify_fail(verify, "a cast is between integers and pointers");
		if (from.bits != to.bits)
			return verify_fail(verify, "a cast keeps the size");
		return 0;
	}
	if (!is_number(from) || to.kind != IR_INT)
		return verify_fail(verify, "only integers are widened or truncated");
	if (inst->opcode == IR_TRUNC ? to.bits >= from.bits : to.bits <= width)
		return verify_fail(verify, "the conversion goes the wrong way");
	return 0;
}

static int check_memory(struct verify *verify)
{
	const struct ir_inst *inst = verify->inst;
	bool access = inst->opcode == IR_LOAD || inst->opcode == IR_VOLATILE ||
		      inst->opcode == IR_STORE;

	if (access && !is_scalar(inst->type))
		return verify_fail(verify, "only scalars are loaded and stored");
	if (inst->type.kind == IR_VOID)
		return verify_fail(verify, "an access to memory without a type");
	if ((inst->opcode == IR_FIELD || inst->opcode == IR_INDEX) && inst->type.kind != IR_PTR)
		return verify_fail(verify, "an address is a pointer");
	return 0;
}

static int check_return(struct verify *verify)
{
	const struct ir_operand *value = &verify->inst->a;
	struct ir_type type = verify->function->return_type;

	if (value->kind == IR_NONE)
		return 0;
	if (type.kind == IR_AGG ? value->type.kind != IR_PTR : !ir_type_equal(value->type, type))
		return verify_fail(verify, "the value returned has not the function's type");
	return 0;
}

static int check_switch(struct verify *verify)
{
	const struct ir_inst *inst = verify->inst;

	if (!is_number(inst->a.type))
		return verify_fail(verify, "a switch is on an integer");
	for (uint32_t i = 0; i < inst->ncases; i++) {
		const struct ir_case *arm = &inst->cases[i];

		if (arm->low > arm->high)
			return verify_fail(verify, "case %u is empty: its low end is above its high end", i);
		if (!verify_fits(arm->high, inst->a.type))
			return verify_fail(verify, "case %u does not fit the type", i);
	}
	return 0;
}

static int check_by_opcode(struct verify *verify)
{
	const struct ir_inst *inst = verify->inst;

	if (ir_is_binary(inst->opcode))
		return check_binary(verify);
	switch (inst->opcode) {
	case IR_LOAD:
	case IR_VOLATILE:
	case IR_STORE:
	case IR_COPY:
	case IR_ZERO:
	case IR_FIELD:
	case IR_INDEX:
		return check_memory(verify);
	case IR_DECL:
		if (inst->a.kind != IR_LOCAL)
			return verify_fail(verify, "only a local comes into scope");
		return 0;
	case IR_ZEXT:
	case IR_SEXT:
	case IR_TRUNC:
	case IR_CAST:
		return check_conversion(verify);
	case IR_CALL:
		return check_call(verify);
	case IR_SWITCH:
		return check_switch(verify);
	case IR_RETURN:
		return check_return(verify);
	default:
		return 0;
	}
}

int verify_inst(struct verify *verify)
{
	const struct ir_inst *inst = verify->inst;
	const struct ir_shape *shape = ir_shape(inst->opcode);

	if (check_result(verify, shape) || check_attributes(verify) ||
	    verify_each_operand(verify, check_operand, NULL) ||
	    check_expected(verify, &inst->a, 'a', shape->a, shape->maybe_a) ||
	    check_expected(verify, &inst->b, 'b', shape->b, shape->maybe_b))
		return -1;
	return check_by_opcode(verify);
}
