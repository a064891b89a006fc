// SPDX-License-Identifier: GPL-2.0-only
#include "engine/call_graph.h"

#include <string.h>

#include "engine/program.h"

#define ANNOUNCES "__mn_event"

/* The member that temporary TEMP of FUNCTION was loaded from. */
static const struct ir_field *loaded_field(const struct ir_unit *unit,
					   const struct ir_function *function, uint32_t temp)
{
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if (inst->result != temp)
				continue;
			if (inst->opcode == IR_CAST && inst->a.kind == IR_TEMP)
				return loaded_field(unit, function, inst->a.index);
			return inst->opcode == IR_LOAD && inst->field ?
				&unit->fields.data[inst->field] : NULL;
		}
	return NULL;
}

static void add_link(struct call_node *node, uint32_t block, const struct ir_inst *inst)
{
	struct ir_unit *unit = node->ref.unit;
	struct link link = { .site = inst, .block = block };

	if (inst->a.kind == IR_SYMBOL) {
		const char *name = ir_plain_name(unit->symbols.data[inst->a.index].name);

		if (!strcmp(name, ANNOUNCES) && inst->nargs && inst->args[0].kind == IR_STRING)
			link.event = inst->args[0].string;
		else if (!strcmp(name, "__mn_lock") || !strcmp(name, "__mn_unlock"))
			link.event = REACH_LOCK;
		else if (program_is_intrinsic(name))
			return;
		link.symbol = inst->a.index;
	} else if (inst->a.kind == IR_TEMP) {
		link.field = loaded_field(unit, node->ref.function, inst->a.index);
	}
	vec_push(&node->links, link);
}

uint64_t call_graph_field(const struct ir_field *field)
{
	return hash_bytes(field->name, strlen(field->name),
			  hash_bytes(field->record, strlen(field->record), 0));
}

static void read_body(struct call_node *node)
{
	const struct ir_function *function = node->ref.function;

	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if (inst->opcode == IR_CALL)
				add_link(node, b, inst);
			else if (inst->opcode == IR_STORE && inst->field)
				vec_push(&node->assigns,
					 call_graph_field(&node->ref.unit->fields.data[inst->field]));
		}
}

struct call_node *call_graph_node(struct reach *reach, struct function_ref ref)
{
	uint64_t id = (uint64_t)(uintptr_t)ref.function;
	struct call_node *node = intmap_get(&reach->nodes, id);
	struct error error = { 0 };

	if (node)
		return node;
	node = arena_alloc(reach->arena, sizeof(*node));
	node->ref = ref;
	if (ir_function_load(ref.unit, ref.function, &error) || ref.function->damage)
		node->unreadable = true;
	else
		read_body(node);
	error_clear(&error);
	intmap_set(&reach->nodes, id, node);
	vec_push(&reach->all, node);
	return node;
}
