// SPDX-License-Identifier: GPL-2.0-only
/* Reads the text of a function's body. IR.md specifies it, print_function.c writes it. */
#include "ir/read_body.h"

#include <string.h>

#include "ir/shape.h"

/* Lists under construction; they are copied to the arena at their final size. */
struct body_reader {
	struct scanner *scan;
	const struct ir_unit *unit;
	VEC(struct ir_inst) insts;
	VEC(struct ir_operand) args;
	VEC(uint32_t) targets;
	VEC(struct ir_case) cases;
};

#define KEEP(body, list)                                                       \
	((body)->list.count ? arena_copy((body)->scan->arena, (body)->list.data, \
					 (body)->list.count * sizeof(*(body)->list.data)) \
			    : NULL)

static uint8_t scan_opcode(struct scanner *scan)
{
	size_t length = scan_letters(scan);

	for (enum ir_opcode opcode = 0; length && opcode < IR_OPCODE_COUNT; opcode++) {
		const char *name = ir_opcode_name(opcode);

		if (*name == *scan->at && strlen(name) == length &&
		    !memcmp(name, scan->at, length)) {
			scan->at += length;
			return (uint8_t)opcode;
		}
	}
	scan_fail(scan, "an opcode expected");
	return IR_UNREACHABLE;
}

static struct ir_operand scan_expected(struct body_reader *body, const struct ir_inst *inst,
				       enum ir_expect expect)
{
	return scan_operand(body->scan, body->unit, ir_expected_type(body->unit, inst, expect));
}

static void scan_call(struct body_reader *body, struct ir_inst *inst)
{
	struct scanner *scan = body->scan;
	const struct ir_type none = { .kind = IR_VOID };

	vec_clear(&body->args);
	scan_need(scan, '(');
	if (!scan_take(scan, ')')) {
		do
			vec_push(&body->args, scan_operand(scan, body->unit, none));
		while (scan_take(scan, ','));
		scan_need(scan, ')');
	}
	inst->args = KEEP(body, args);
	inst->nargs = (uint32_t)body->args.count;
	if (scan_peek(scan) == '-' && scan->at + 1 < scan->end && scan->at[1] == '>') {
		scan->at += 2;
		inst->b = scan_expected(body, inst, EXPECT_POINTER);
	}
}

/* Whether an operand comes next, where it may be missing. */
static bool at_operand(struct scanner *scan)
{
	switch (scan_peek(scan)) {
	case '\n':
	case '@':
	case ';':
	case '\0':
		return false;
	default:
		return true;
	}
}

static void scan_operands(struct body_reader *body, struct ir_inst *inst)
{
	const struct ir_shape *shape = ir_shape(inst->opcode);

	if (shape->maybe_a && !at_operand(body->scan))
		return;
	if (shape->a != EXPECT_ABSENT)
		inst->a = scan_expected(body, inst, shape->a);
	if (inst->opcode == IR_CALL) {
		scan_call(body, inst);
	} else if (shape->b != EXPECT_ABSENT) {
		scan_need(body->scan, ',');
		inst->b = scan_expected(body, inst, shape->b);
	}
}

static uint32_t scan_target(struct scanner *scan)
{
	scan_need(scan, 'b');
	return scan_index(scan);
}

static void scan_cases(struct body_reader *body, const struct ir_inst *inst)
{
	struct scanner *scan = body->scan;

	do {
		struct ir_case arm = { .low = scan_constant(scan, inst->a.type) };

		arm.high = arm.low;
		if (scan_take(scan, '.')) {
			scan_need(scan, '.');
			arm.high = scan_constant(scan, inst->a.type);
		}
		arm.target = scan_target(scan);
		vec_push(&body->cases, arm);
	} while (scan_take(scan, ','));
	scan_need(scan, '}');
}

/* Reads what the ways of a branch say of its text; false: no such word comes next. */
static bool scan_telling(struct scanner *scan, struct ir_inst *inst)
{
	for (unsigned telling = 1; telling < IR_TELLING_COUNT; telling++) {
		if (scan_word(scan, ir_telling_name(telling))) {
			inst->telling = (uint8_t)telling;
			return true;
		}
	}
	return false;
}

/* Reads one attribute after the operands; false at the end of the line. */
static bool scan_attribute(struct body_reader *body, struct ir_inst *inst)
{
	struct scanner *scan = body->scan;

	switch (scan_peek(scan)) {
	case 'b':
		vec_push(&body->targets, scan_target(scan));
		return true;
	case '[':
		scan_bits(scan, &inst->bit_offset, &inst->bit_width);
		return true;
	case '"':
		inst->text = scan_string(scan, false);
		return true;
	case '@':
		inst->loc = scan_loc(scan);
		return true;
	case '{':
	case '+':
	case '-':
	case '*':
	case '!':
		break;
	default:
		return scan_telling(scan, inst);
	}
	char mark = *scan->at++;
	if (mark == '{')
		scan_cases(body, inst);
	else if (mark == '*')
		inst->stride = scan_number(scan);
	else if (mark == '!')
		inst->field = scan_index(scan);
	else
		inst->offset = scan_signed(scan, mark == '-');
	return true;
}

static struct ir_inst scan_inst(struct body_reader *body)
{
	struct scanner *scan = body->scan;
	struct ir_inst inst = { .result = IR_NO_RESULT };

	if (scan_take(scan, '%')) {
		inst.result = scan_index(scan);
		scan_need(scan, '=');
	}
	inst.opcode = scan_opcode(scan);
	if (scan_at_type(scan))
		inst.type = scan_type(scan);
	scan_operands(body, &inst);
	vec_clear(&body->targets);
	vec_clear(&body->cases);
	while (scan_attribute(body, &inst))
		;
	scan_end_line(scan);
	inst.targets = KEEP(body, targets);
	inst.ntargets = (uint32_t)body->targets.count;
	inst.cases = KEEP(body, cases);
	inst.ncases = (uint32_t)body->cases.count;
	return inst;
}

/* A line that starts with "b" opens the next block. */
static struct ir_block scan_block(struct body_reader *body, uint32_t index)
{
	struct scanner *scan = body->scan;

	if (scan_target(scan) != index)
		scan_fail(scan, "blocks are numbered from b0 on");
	scan_need(scan, ':');
	scan_end_line(scan);
	vec_clear(&body->insts);
	while (!scan->failed && scan->at < scan->end && *scan->at == ' ')
		vec_push(&body->insts, scan_inst(body));
	return (struct ir_block){ KEEP(body, insts), (uint32_t)body->insts.count };
}

static struct ir_local scan_local(struct scanner *scan, uint32_t index)
{
	struct ir_local local = { 0 };

	scan_need(scan, 'l');
	if (scan_index(scan) != index)
		scan_fail(scan, "locals are numbered from l0 on");
	local.type = scan_type(scan);
	local.name = scan_string(scan, true);
	if (scan_word(scan, "align"))
		local.alignment = scan_index(scan);
	local.is_param = scan_word(scan, "param");
	local.address_taken = scan_word(scan, "taken");
	scan_end_line(scan);
	return local;
}

static void scan_parts(struct body_reader *body, struct ir_function *function)
{
	struct scanner *scan = body->scan;

	function->nlocals = scan_count(scan, "locals", sizeof("l0 u1 -\n") - 1);
	function->ntemps = scan_count(scan, "temps", 1);
	function->nblocks = scan_count(scan, "blocks", sizeof("b0:\n") - 1);
	scan_end_line(scan);
	function->locals = arena_alloc(scan->arena, function->nlocals * sizeof(struct ir_local));
	for (uint32_t i = 0; i < function->nlocals && !scan->failed; i++)
		function->locals[i] = scan_local(scan, i);
	function->blocks = arena_alloc(scan->arena, function->nblocks * sizeof(struct ir_block));
	for (uint32_t i = 0; i < function->nblocks && !scan->failed; i++)
		function->blocks[i] = scan_block(body, i);
	if (scan->at < scan->end)
		scan_fail(scan, "the end of the function expected");
}

void scan_body(struct scanner *scan, const struct ir_unit *unit, struct ir_function *function)
{
	struct body_reader body = { .scan = scan, .unit = unit };
	struct ir_function result = *function;

	scan_parts(&body, &result);
	if (!scan->failed)
		*function = result;
	vec_free(&body.insts);
	vec_free(&body.args);
	vec_free(&body.targets);
	vec_free(&body.cases);
}
