// SPDX-License-Identifier: GPL-2.0-only
/* The verifier, part three: functions as a whole, and units. */
#include "ir/verify.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "ir/dominate.h"
#include "ir/shape.h"

/* The number of targets of an opcode; IR_CHOOSE may have more. */
static uint32_t target_count(enum ir_opcode opcode)
{
	switch (opcode) {
	case IR_BRANCH:
		return 2;
	case IR_JUMP:
	case IR_SWITCH:
	case IR_CHOOSE:
		return 1;
	default:
		return 0;
	}
}

static int check_targets(struct verify *verify)
{
	const struct ir_inst *inst = verify->inst;
	uint32_t wanted = target_count(inst->opcode);

	if (inst->opcode == IR_CHOOSE ? inst->ntargets < wanted : inst->ntargets != wanted)
		return verify_fail(verify, "%u targets, %u expected", inst->ntargets, wanted);
	if (inst->ncases && inst->opcode != IR_SWITCH)
		return verify_fail(verify, "cases on an opcode without them");
	for (uint32_t i = 0; i < inst_ways(inst); i++) {
		uint32_t target = inst_way(inst, i);

		if (target >= verify->function->nblocks)
			return verify_fail(verify, "target b%u does not exist", target);
		if (!target)
			return verify_fail(verify, "the entry block has a predecessor");
	}
	return 0;
}

static int check_block_form(struct verify *verify)
{
	const struct ir_block *block = &verify->function->blocks[verify->block];

	if (!block->count)
		return verify_fail(verify, "the block is empty");
	for (uint32_t i = 0; i < block->count; i++) {
		bool last = i + 1 == block->count;

		verify->inst = &block->insts[i];
		if (verify->inst->opcode >= IR_OPCODE_COUNT)
			return verify_fail(verify, "no such opcode: %u", verify->inst->opcode);
		if (ir_is_terminator(verify->inst->opcode) != last)
			return verify_fail(verify, last ? "the block does not end in a terminator"
							: "a terminator inside the block");
		if (check_targets(verify) || verify_inst(verify))
			return -1;
	}
	return 0;
}

/* The definition of a temporary; inst NULL: none was found. */
struct temp_definition {
	const struct ir_inst *inst;
	uint32_t block;
};

static int find_definitions(struct verify *verify, struct temp_definition *definitions)
{
	const struct ir_block *block = &verify->function->blocks[verify->block];

	for (uint32_t i = 0; i < block->count; i++) {
		const struct ir_inst *inst = &block->insts[i];

		if (inst->result == IR_NO_RESULT)
			continue;
		verify->inst = inst;
		if (definitions[inst->result].inst)
			return verify_fail(verify, "%%%u is defined a second time", inst->result);
		definitions[inst->result] = (struct temp_definition){ inst, verify->block };
	}
	return 0;
}

static int fail_undefined(struct verify *verify, uint32_t temp)
{
	verify->block = UINT32_MAX;
	verify->inst = NULL;
	return verify_fail(verify, "%%%u is never defined", temp);
}

struct use_check {
	const struct temp_definition *definitions;
	const struct dominators *dominators;
};

/* An aggregate argument has type IR_AGG, the temporary that it uses is its address. */
static bool type_agrees(const struct ir_operand *use, const struct ir_inst *definition)
{
	if (use->type.kind == IR_AGG)
		return definition->type.kind == IR_PTR;
	return ir_type_equal(use->type, definition->type);
}

static int check_use(struct verify *verify, const struct ir_operand *operand, void *context)
{
	const struct use_check *uses = context;

	if (operand->kind != IR_TEMP)
		return 0;
	if (operand->index >= verify->function->ntemps)
		return verify_fail(verify, "%%%u is out of range", operand->index);
	const struct temp_definition *definition = &uses->definitions[operand->index];
	if (!type_agrees(operand, definition->inst))
		return verify_fail(verify, "%%%u is used with another type than it has",
				   operand->index);
	if (!block_reached(uses->dominators, verify->block))
		return 0;
	if (definition->block == verify->block ? definition->inst >= verify->inst
	    : !block_dominates(uses->dominators, definition->block, verify->block))
		return verify_fail(verify, "%%%u is not defined on every way to here", operand->index);
	return 0;
}

static int check_uses(struct verify *verify, const struct use_check *uses)
{
	const struct ir_function *function = verify->function;

	for (uint32_t b = 0; b < function->nblocks; b++) {
		verify->block = b;
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			verify->inst = &function->blocks[b].insts[i];
			if (verify_each_operand(verify, check_use, (void *)uses))
				return -1;
		}
	}
	return 0;
}

static int check_temporaries(struct verify *verify)
{
	const struct ir_function *function = verify->function;
	struct temp_definition *definitions = xcalloc(function->ntemps, sizeof(*definitions));
	int result = 0;

	for (uint32_t b = 0; !result && b < function->nblocks; b++) {
		verify->block = b;
		result = find_definitions(verify, definitions);
	}
	for (uint32_t t = 0; !result && t < function->ntemps; t++)
		if (!definitions[t].inst)
			result = fail_undefined(verify, t);
	if (!result) {
		struct dominators dominators = dominators_find(function);

		result = check_uses(verify, &(struct use_check){ definitions, &dominators });
		dominators_free(&dominators);
	}
	free(definitions);
	return result;
}

static int check_local(struct verify *verify, uint32_t index)
{
	const struct ir_local *local = &verify->function->locals[index];
	const char *wrong = verify_type(verify->unit, local->type);

	if (!local->name)
		return verify_fail(verify, "local l%u: no name (\"\" for one that lowering made)", index);
	if (wrong || local->type.kind == IR_VOID)
		return verify_fail(verify, "local l%u: %s", index, wrong ? wrong : "has type void");
	if (local->is_param != (index < verify->function->nparams))
		return verify_fail(verify, "local l%u: the parameters are not the first %u locals",
				   index, verify->function->nparams);
	return 0;
}

static int check_header(struct verify *verify)
{
	const struct ir_function *function = verify->function;
	const struct ir_unit *unit = verify->unit;
	const char *wrong = verify_type(unit, function->return_type);

	if (!function->symbol || function->symbol >= unit->symbols.count)
		return verify_fail(verify, "symbol &%u is out of range", function->symbol);
	if (unit->symbols.data[function->symbol].kind != IR_SYM_FUNCTION)
		return verify_fail(verify, "its symbol is a variable");
	if (wrong)
		return verify_fail(verify, "return type: %s", wrong);
	if (!verify_loc(unit, function->loc))
		return verify_fail(verify, "location in file @%u, which is out of range",
				   function->loc.file);
	return 0;
}

static bool is_loaded(const struct ir_function *function)
{
	return function->blocks || !function->body_text;
}

int ir_verify_function(const struct ir_unit *unit, const struct ir_function *function,
		       struct error *error)
{
	struct verify verify = {
		.unit = unit, .function = function, .block = UINT32_MAX, .error = error,
	};

	if (check_header(&verify))
		return -1;
	if (!is_loaded(function))
		return 0;
	if (function->nparams > function->nlocals)
		return verify_fail(&verify, "%u parameters, but %u locals",
				   function->nparams, function->nlocals);
	for (uint32_t i = 0; i < function->nlocals; i++)
		if (check_local(&verify, i))
			return -1;
	if (!function->nblocks)
		return function->damage ? 0 : verify_fail(&verify, "no block and no damage");
	for (verify.block = 0; verify.block < function->nblocks; verify.block++) {
		verify.inst = NULL;
		if (check_block_form(&verify))
			return -1;
	}
	return check_temporaries(&verify);
}

int ir_verify_unit(const struct ir_unit *unit, struct error *error)
{
	if (verify_tables(unit, error))
		return -1;
	for (size_t i = 0; i < unit->functions.count; i++)
		if (ir_verify_function(unit, &unit->functions.data[i], error))
			return -1;
	return 0;
}
