// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/bodies.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

bool body_may_mention(const struct ir_function *function, char sigil, uint32_t number)
{
	char *needle = xasprintf("%c%u", sigil, number);
	size_t length = strlen(needle);
	const char *at = function->body_text, *end = at ? at + function->body_length : NULL;
	bool found = function->blocks || !at;

	while (!found && (at = memmem(at, (size_t)(end - at), needle, length))) {
		at += length;
		found = at == end || !isdigit((unsigned char)*at);
	}
	free(needle);
	return found;
}

bool body_load(struct ir_unit *unit, struct ir_function *function)
{
	struct error error = { 0 };
	bool loaded = !ir_function_load(unit, function, &error);

	error_clear(&error);
	return loaded;
}

const struct ir_inst *body_definition_of(const struct ir_function *function, uint32_t temp)
{
	each_inst(inst, function)
		if (inst->result == temp)
			return inst;
	return NULL;
}

struct ir_operand body_root_of(const struct ir_function *function, struct ir_operand address)
{
	while (address.kind == IR_TEMP) {
		const struct ir_inst *inst = body_definition_of(function, address.index);

		if (!inst || (inst->opcode != IR_FIELD && inst->opcode != IR_INDEX &&
			      inst->opcode != IR_CAST && inst->opcode != IR_ADD))
			return (struct ir_operand){ .kind = IR_NONE };
		address = inst->a;
	}
	if (address.kind != IR_LOCAL && address.kind != IR_SYMBOL)
		address.kind = IR_NONE;
	return address;
}

bool body_same_root(struct ir_operand operand, enum ir_operand_kind kind, uint32_t index)
{
	return operand.kind == kind && operand.index == index;
}
