// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions that reach a member by value: through a choice, a local, a table, a parameter of a static
 * function. A plain name was noted where it was lowered (finish.c). Here each other store is followed
 * back, and where that does not end in names, the member may hold more functions than are known.
 */
#include "front/unit.h"

#include <string.h>

#include "contract/contract.h"

/* Values that one store may come from; where there are more the member is open. */
#define VALUES_MOST 200

/* A value still to be followed: an operand of a function. */
struct source_value {
	struct ir_function *function;
	struct ir_operand operand;
};

struct following {
	struct front *front;
	struct ir_unit *unit;
	uint32_t field;		/* that is stored to */
	uint32_t variable;	/* symbol of the variable that it is stored to by its name, or 0 */
	struct ir_loc loc;
	VEC(struct source_value) values;	/* in the order in which they were met */
	const char *open;	/* why others may be in the member, or NULL */
};

static struct ir_inst *definition_of(struct ir_function *function, uint32_t temp)
{
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++)
			if (function->blocks[b].insts[i].result == temp)
				return &function->blocks[b].insts[i];
	return NULL;
}

typedef void visit_inst(struct following *following, struct ir_function *function,
			struct ir_inst *inst, uint32_t number);

static void each_inst(struct following *following, struct ir_function *function, visit_inst *visit,
		      uint32_t number)
{
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++)
			visit(following, function, &function->blocks[b].insts[i], number);
}

/* The variable that ADDRESS points into; IR_NONE: not known. */
static struct ir_operand root_operand(struct ir_function *function, struct ir_operand address)
{
	while (address.kind == IR_TEMP) {
		const struct ir_inst *inst = definition_of(function, address.index);

		if (!inst || (inst->opcode != IR_FIELD && inst->opcode != IR_INDEX && inst->opcode != IR_CAST))
			return (struct ir_operand){ .kind = IR_NONE };
		address = inst->a;
	}
	return address;
}

static void follow(struct following *following, struct ir_function *function,
		   struct ir_operand operand)
{
	vec_each(known, &following->values)
		if (known->function == function && known->operand.kind == operand.kind &&
		    known->operand.index == operand.index && known->operand.kind != IR_CONST)
			return;
	if (following->values.count >= VALUES_MOST)
		following->open = "a function is put into it that comes from too many places";
	else
		vec_push(&following->values, (struct source_value){ function, operand });
}

static void follow_table(struct following *following, uint32_t symbol)
{
	const struct ir_symbol *variable = &following->unit->symbols.data[symbol];
	const struct ir_global *table = variable->global ?
		&following->unit->globals.data[variable->global - 1] : NULL;

	if (!table || (!variable->is_const && (!variable->is_static || table->address_taken ||
					       table->is_written))) {
		following->open = "a function is put into it that comes from a variable";
		return;
	}
	for (uint32_t i = 0; i < table->ninits; i++)
		if (table->inits[i].value.kind == IR_SYMBOL || table->inits[i].value.kind == IR_NONE)
			follow(following, NULL, table->inits[i].value);
}

/* What INST stores to local NUMBER. */
static void visit_local(struct following *following, struct ir_function *function, struct ir_inst *inst,
			uint32_t number)
{
	struct ir_operand root;

	if (inst->opcode != IR_STORE && inst->opcode != IR_COPY)
		return;
	root = root_operand(function, inst->a);
	if (root.kind != IR_LOCAL || root.index != number)
		return;
	if (inst->opcode == IR_STORE) {
		follow(following, function, inst->b);
		return;
	}
	root = root_operand(function, inst->b);
	if (root.kind == IR_SYMBOL)
		follow_table(following, root.index);
	else
		following->open = "a function is put into it that was copied with other things";
}


static bool uses_symbol(const struct ir_operand *operand, uint32_t symbol)
{
	return operand->kind == IR_SYMBOL && operand->index == symbol;
}

static void visit_call(struct following *following, struct ir_function *function, struct ir_inst *inst,
		       uint32_t packed)
{
	uint32_t symbol = packed >> 6, index = packed & 63;
	bool is_call = inst->opcode == IR_CALL && uses_symbol(&inst->a, symbol);
	bool taken = uses_symbol(&inst->b, symbol) || (!is_call && uses_symbol(&inst->a, symbol));

	for (uint32_t i = 0; i < inst->nargs; i++)
		taken = taken || uses_symbol(&inst->args[i], symbol);
	if (taken)
		following->open = "a function that puts its argument into it is called through a pointer";
	if (is_call && index < inst->nargs)
		follow(following, function, inst->args[index]);
}

static bool is_in_table(const struct ir_unit *unit, uint32_t symbol)
{
	vec_each(global, &unit->globals)
		for (uint32_t i = 0; i < global->ninits; i++)
			if (uses_symbol(&global->inits[i].value, symbol))
				return true;
	return false;
}

static void follow_parameter(struct following *following, struct ir_function *function, uint32_t index)
{
	struct ir_unit *unit = following->unit;

	if (!unit->symbols.data[function->symbol].is_static || index > 63 ||
	    is_in_table(unit, function->symbol)) {
		following->open = "a function puts its argument into it, and other files may call that function";
		return;
	}
	vec_each(caller, &unit->functions) {
		if (caller->damage)
			following->open = "a function puts its argument into it, and not all calls are known";
		each_inst(following, caller, visit_call, function->symbol << 6 | index);
	}
}

static void follow_local(struct following *following, struct ir_function *function, uint32_t index)
{
	const struct ir_local *local = &function->locals[index];

	if (local->address_taken)
		following->open = "a function is put into it that comes from a variable others may change";
	if (local->is_param)
		follow_parameter(following, function, index);
	each_inst(following, function, visit_local, index);
}

static bool is_same_member(const struct following *following, uint32_t field)
{
	const struct ir_field *a = &following->unit->fields.data[following->field];
	const struct ir_field *b = &following->unit->fields.data[field];

	return field && !strcmp(a->name, b->name) && !strcmp(a->record, b->record);
}

static void follow_load(struct following *following, struct ir_function *function,
			const struct ir_inst *inst)
{
	struct ir_operand root = root_operand(function, inst->a);

	if (is_same_member(following, inst->field))
		return;		/* what some table has already */
	if (root.kind == IR_LOCAL)
		follow_local(following, function, root.index);
	else if (root.kind == IR_SYMBOL)
		follow_table(following, root.index);
	else
		following->open = "a function is put into it that was read through a pointer";
}

static void visit_return(struct following *following, struct ir_function *function,
			 struct ir_inst *inst, uint32_t number)
{
	(void)number;
	if (inst->opcode == IR_RETURN)
		follow(following, function, inst->a);
}

static void follow_call(struct following *following, const struct ir_inst *inst)
{
	const struct ir_symbol *callee = inst->a.kind == IR_SYMBOL ?
		&following->unit->symbols.data[inst->a.index] : NULL;

	if (callee && callee->function && !callee->is_weak &&
	    !following->unit->functions.data[callee->function - 1].damage)
		each_inst(following, &following->unit->functions.data[callee->function - 1],
			  visit_return, 0);
	else
		following->open = "a function is put into it that a call returned";
}

static void put_function(struct following *following, uint32_t symbol)
{
	vec_push(&following->unit->assigns, (struct ir_assign){ .field = following->field,
		 .symbol = symbol, .variable = following->variable, .loc = following->loc });
}

static void follow_value(struct following *following, struct source_value value)
{
	const struct ir_inst *inst;

	if (value.operand.kind == IR_CONST)
		return;
	if (value.operand.kind == IR_SYMBOL &&
	    following->unit->symbols.data[value.operand.index].kind == IR_SYM_FUNCTION) {
		put_function(following, value.operand.index);
		return;
	}
	inst = value.operand.kind == IR_TEMP ? definition_of(value.function, value.operand.index) : NULL;
	if (!inst)
		following->open = "something is put into it that is no function";
	else if (inst->opcode == IR_CAST)
		follow(following, value.function, inst->a);
	else if (inst->opcode == IR_LOAD || inst->opcode == IR_VOLATILE)
		follow_load(following, value.function, inst);
	else if (inst->opcode == IR_CALL)
		follow_call(following, inst);
	else
		following->open = "a function is put into it that is computed";
}

/* The member whose address OPERAND is; 0: of none. */
static uint32_t member_at(struct ir_function *function, struct ir_operand operand)
{
	const struct ir_inst *inst = NULL;

	while (operand.kind == IR_TEMP) {
		inst = definition_of(function, operand.index);
		if (!inst || inst->opcode != IR_CAST)
			break;
		operand = inst->a;
	}
	return inst && inst->opcode == IR_FIELD ? inst->field : 0;
}

static void open_member(struct following *following, uint32_t field, const char *why)
{
	const struct ir_field *member = &following->unit->fields.data[field];

	strmap_set(&following->front->lost, arena_printf(following->front->arena, "%s.%s", member->record,
							 member->name), (void *)why);
}

static bool is_of_interest(const struct ir_unit *unit, uint32_t field)
{
	const struct ir_field *member = &unit->fields.data[field];

	/* callbacks are followed through the whole tree (analysis/flows.c) */
	return field && member->is_function_pointer && contract_find(member->record, member->name) < 0;
}

static void visit_store(struct following *following, struct ir_function *function,
			struct ir_inst *inst, uint32_t number)
{
	uint32_t field = inst->field;

	(void)number;
	if (inst->opcode != IR_STORE)
		return;
	if (!field)
		field = member_at(function, inst->a);
	if (!is_of_interest(following->unit, field))
		return;
	/* finish.c noted the name */
	if (inst->field && inst->b.kind == IR_SYMBOL &&
	    following->unit->symbols.data[inst->b.index].kind == IR_SYM_FUNCTION)
		return;
	struct ir_operand root = root_operand(function, inst->a);

	following->field = field;
	following->variable = root.kind == IR_SYMBOL ? root.index : 0;
	following->loc = inst->loc;
	following->open = NULL;
	vec_clear(&following->values);
	follow(following, function, inst->b);
	for (size_t i = 0; i < following->values.count; i++)
		follow_value(following, following->values.data[i]);
	if (following->open)
		open_member(following, field, following->open);
}

/* A function that gets the address of a member may store to it. */
static void visit_given(struct following *following, struct ir_function *function, struct ir_inst *inst,
			uint32_t number)
{
	(void)number;
	for (uint32_t i = 0; i < inst->nargs; i++) {
		uint32_t field = member_at(function, inst->args[i]);

		if (is_of_interest(following->unit, field))
			open_member(following, field, "its address is given to a function");
	}
}

void follow_stored_functions(struct front *front)
{
	struct following following = { .front = front, .unit = front->unit };

	vec_each(function, &front->unit->functions) {
		each_inst(&following, function, visit_store, 0);
		each_inst(&following, function, visit_given, 0);
	}
	vec_free(&following.values);
}
