// SPDX-License-Identifier: GPL-2.0-only
#include "engine/static_call.h"

#include <string.h>

#include "engine/program.h"

#define TRAMPOLINE STATIC_CALL_TRAMPOLINE
#define KEY "__SCK__"
#define UPDATE "__static_call_update"
/* Its arguments: the key, the trampoline, the function. */
enum { UPDATE_KEY = 0, UPDATE_FUNCTION = 2, UPDATE_ARGUMENTS = 3 };
/* Copies through locals that are followed. */
#define COPIES_MAX 8

bool is_static_call(const char *key)
{
	return starts_with(key, TRAMPOLINE);
}

const char *static_call_of_key(const char *variable)
{
	return starts_with(variable, KEY) ? variable + strlen(KEY) : NULL;
}

static struct static_call *call_named(struct static_calls *calls, const char *name)
{
	struct static_call *call = strmap_get(&calls->by_name, name);

	if (call)
		return call;
	call = xcalloc(1, sizeof(*call));
	vec_push(&calls->all, call);
	strmap_set(&calls->by_name, name, call);
	return call;
}

/* ---- updates at run time ---- */

struct update_body {
	struct ir_unit *unit;
	const struct ir_function *function;
	struct static_call *call;
};

static void follow_operand(const struct update_body *body, const struct ir_operand *operand,
			   unsigned copies);

static void follow_local(const struct update_body *body, uint32_t local, unsigned copies)
{
	const struct ir_function *f = body->function;

	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; i < f->blocks[b].count; i++) {
			const struct ir_inst *inst = &f->blocks[b].insts[i];

			if (inst->opcode == IR_STORE && inst->a.kind == IR_LOCAL &&
			    inst->a.index == local)
				follow_operand(body, &inst->b, copies + 1);
		}
}

/* A member may hold null. */
static void follow_member(const struct update_body *body, const struct ir_field *field)
{
	vec_push(&body->call->fields, field);
	body->call->may_be_null = true;
}

static void follow_temp(const struct update_body *body, uint32_t temp, unsigned copies)
{
	const struct ir_function *f = body->function;

	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; i < f->blocks[b].count; i++) {
			const struct ir_inst *inst = &f->blocks[b].insts[i];

			if (inst->result != temp)
				continue;
			if (inst->opcode == IR_CAST)
				follow_operand(body, &inst->a, copies);
			else if (inst->opcode == IR_LOAD && inst->a.kind == IR_LOCAL &&
				 !f->locals[inst->a.index].is_param)
				follow_local(body, inst->a.index, copies);
			else if (inst->opcode == IR_LOAD && inst->field)
				follow_member(body, &body->unit->fields.data[inst->field]);
			else
				body->call->incomplete = true;
			return;
		}
}

static void follow_operand(const struct update_body *body, const struct ir_operand *operand,
			   unsigned copies)
{
	if (operand->kind == IR_CONST && !operand->bits)
		body->call->may_be_null = true;
	else if (operand->kind == IR_SYMBOL)
		vec_push(&body->call->functions, (struct field_target){ body->unit, operand->index,
			body->unit->symbols.data[operand->index].name });
	else if (operand->kind == IR_TEMP && copies < COPIES_MAX)
		follow_temp(body, operand->index, copies);
	else
		body->call->incomplete = true;
}

static void read_update(struct static_calls *calls, struct ir_unit *unit,
			const struct ir_function *function, const struct ir_inst *inst)
{
	const struct ir_operand *key = &inst->args[UPDATE_KEY];
	struct update_body body = { .unit = unit, .function = function };

	/* some architectures have no trampolines, so the key is asked */
	if (key->kind != IR_SYMBOL || !starts_with(unit->symbols.data[key->index].name, KEY))
		return;
	body.call = call_named(calls, unit->symbols.data[key->index].name + strlen(KEY));
	follow_operand(&body, &inst->args[UPDATE_FUNCTION], 0);
}

static void read_updates(struct static_calls *calls, struct ir_unit *unit,
			 struct ir_function *function, uint32_t update)
{
	struct error error = { 0 };

	if (ir_function_load(unit, function, &error)) {
		error_clear(&error);
		return;
	}
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if (inst->opcode == IR_CALL && inst->a.kind == IR_SYMBOL &&
			    inst->a.index == update && inst->nargs >= UPDATE_ARGUMENTS)
				read_update(calls, unit, function, inst);
		}
}

/* ---- what they are defined with ---- */

static bool starts_as_function(const struct ir_global *key)
{
	for (uint32_t i = 0; i < key->ninits; i++)
		if (key->inits[i].value.kind == IR_SYMBOL)
			return true;
	return false;
}

static void read_initial(struct static_calls *calls, struct ir_unit *unit)
{
	vec_each(global, &unit->globals) {
		const char *variable = unit->symbols.data[global->symbol].name;

		if (starts_with(variable, KEY) && !starts_as_function(global))
			call_named(calls, variable + strlen(KEY))->may_be_null = true;
	}
	vec_each(assign, &unit->assigns) {
		const char *variable = assign->variable ?
			unit->symbols.data[assign->variable].name : "";

		if (!starts_with(variable, KEY))
			continue;
		struct static_call *call = call_named(calls, variable + strlen(KEY));
		vec_push(&call->functions, (struct field_target){ unit, assign->symbol,
			unit->symbols.data[assign->symbol].name });
	}
}

/* A unit that does not name the function that updates has no update in it. */
static void read_unit(struct static_calls *calls, struct ir_unit *unit)
{
	uint32_t update = ir_find_symbol(unit, UPDATE);

	read_initial(calls, unit);
	if (!update)
		return;
	vec_each(function, &unit->functions)
		read_updates(calls, unit, function, update);
}

const struct static_call *program_static_call_so_far(struct program *program, const char *key)
{
	struct static_calls *calls = program_static_calls(program);

	if (!is_static_call(key))
		return NULL;
	for (; calls->scanned < program_unit_count(program); calls->scanned++)
		read_unit(calls, program_unit(program, calls->scanned));
	return strmap_get(&calls->by_name, key + strlen(TRAMPOLINE));
}

const struct static_call *program_static_call(struct program *program, const char *key)
{
	return program_static_call_is_complete(program, key) ?
		program_static_call_so_far(program, key) : NULL;
}
