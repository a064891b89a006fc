// SPDX-License-Identifier: GPL-2.0-only
/* What models of a role need: the models of one role, and members of the tree's structs by name. */
#include <string.h>

#include "engine/program.h"

struct function_ref program_role_model(struct program *program, const char *role, const char *key)
{
	const char *plain = ir_plain_name(key);

	if (plain != key && !program_is_in_header(key))
		return (struct function_ref){ NULL, NULL, false };
	char *name = xasprintf(ROLE_PREFIX "%s_%s", role, plain);
	struct function_ref ref = program_model(program, name);

	free(name);
	return ref;
}

struct function_ref program_role_member(struct program *program, const char *role,
					const struct ir_field *field)
{
	char *name = xasprintf(ROLE_PREFIX "%s_%s__%s", role, field->record, field->name);
	struct function_ref ref = program_model(program, name);

	free(name);
	return ref;
}

/* The offset that some code of FUNCTION adds to reach member NUMBER, or -1. */
static int64_t offset_in(struct ir_unit *unit, struct ir_function *function, uint32_t number)
{
	struct error ignored = { 0 };
	int64_t offset = -1;

	if (ir_function_load(unit, function, &ignored)) {
		error_clear(&ignored);
		return -1;
	}
	for (uint32_t b = 0; b < function->nblocks && offset < 0; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if (inst->opcode == IR_FIELD && inst->field == number)
				offset = inst->offset;
		}
	return offset;
}

struct member_place program_member(struct program *program, const char *record, const char *name)
{
	for (size_t i = 0; i < program_unit_count(program); i++) {
		struct ir_unit *unit = program_unit(program, i);
		uint32_t number = ir_find_field(unit, record, name);

		for (size_t f = 0; number && f < unit->functions.count; f++) {
			int64_t offset = offset_in(unit, &unit->functions.data[f], number);

			if (offset >= 0)
				return (struct member_place){ offset, &unit->fields.data[number] };
		}
	}
	return (struct member_place){ 0, NULL };
}
