// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which members a call is given the address of. Its callee may assign them without naming them, so the searcher must
 * not take them to be left alone (strategy.h, `survives`).
 *
 * An address goes through locals, and through structures that are locals. Which of several stores reaches the call
 * does not matter: each counts. A parameter may hold whatever the call under way in the caller is given; and the
 * caller notes what it gives where it applies what the callee's calls may have done.
 */
#include "engine/call_graph.h"
#include "engine/strategy.h"

/* The members that one call is given, as call_graph_field() hashes them. */
struct given_members {
	bool takes_params;	/* it is given what a parameter may hold */
	uint32_t count;
	uint64_t members[];
};

struct member_search {
	const struct ir_unit *unit;
	const struct ir_function *function;
	const struct ir_inst **definitions;	/* of each temporary */
	bool *seen;				/* locals that were looked at */
	bool takes_params;			/* one of them is a parameter */
	VEC(uint64_t) found;
};

static void find_in_operand(struct member_search *search, const struct ir_operand *operand);

static const struct ir_inst *definition_of(const struct member_search *search, const struct ir_operand *operand)
{
	return operand->kind == IR_TEMP ? search->definitions[operand->index] : NULL;
}

/* The local that ADDRESS points into; nlocals: it is none. */
static uint32_t local_at(const struct member_search *search, const struct ir_operand *address)
{
	const struct ir_inst *inst;

	while ((inst = definition_of(search, address)) &&
	       (inst->opcode == IR_FIELD || inst->opcode == IR_INDEX || inst->opcode == IR_CAST))
		address = &inst->a;
	return address->kind == IR_LOCAL ? address->index : search->function->nlocals;
}

/* What any store, or copy, puts into LOCAL. */
static void find_in_local(struct member_search *search, uint32_t local)
{
	const struct ir_function *function = search->function;

	if (local == function->nlocals || search->seen[local])
		return;
	search->seen[local] = true;
	search->takes_params = search->takes_params || function->locals[local].is_param;
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if ((inst->opcode != IR_STORE && inst->opcode != IR_COPY) ||
			    local_at(search, &inst->a) != local)
				continue;
			if (inst->opcode == IR_STORE)
				find_in_operand(search, &inst->b);
			else
				find_in_local(search, local_at(search, &inst->b));
		}
}

/* The member that INST makes the address of; NULL: it makes none, or a member that has no name. */
static const struct ir_field *member_of(const struct member_search *search, const struct ir_inst *inst)
{
	return inst && inst->opcode == IR_FIELD && inst->field ? &search->unit->fields.data[inst->field] : NULL;
}

/* Members of the member FIELD go with it, as far as this function accesses them. */
static void add_member(struct member_search *search, const struct ir_field *field)
{
	const struct ir_function *function = search->function;
	uint64_t hash = call_graph_field(field);

	vec_each(known, &search->found)
		if (*known == hash)
			return;
	vec_push(&search->found, hash);
	for (uint32_t b = 0; field->type.kind == IR_AGG && b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];
			const struct ir_field *inner = member_of(search, inst);

			if (inner && member_of(search, definition_of(search, &inst->a)) == field)
				add_member(search, inner);
		}
}

static void find_in_operand(struct member_search *search, const struct ir_operand *operand)
{
	const struct ir_inst *inst = definition_of(search, operand);
	const struct ir_field *field = member_of(search, inst);

	if (field)
		add_member(search, field);
	if (operand->kind == IR_LOCAL)
		find_in_local(search, operand->index);
	else if (inst && (inst->opcode == IR_INDEX || inst->opcode == IR_CAST))
		find_in_operand(search, &inst->a);
	else if (inst && (field || inst->opcode == IR_LOAD))
		find_in_local(search, local_at(search, &inst->a));
}

static const struct ir_inst **find_definitions(const struct ir_function *function)
{
	const struct ir_inst **definitions = xcalloc(function->ntemps + 1, sizeof(const struct ir_inst *));

	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++)
			if (function->blocks[b].insts[i].result != IR_NO_RESULT)
				definitions[function->blocks[b].insts[i].result] = &function->blocks[b].insts[i];
	return definitions;
}

/* The members that the call INST is given; made once for each call. */
static const struct given_members *members_given(struct activation *activation, const struct ir_inst *inst)
{
	struct engine *engine = activation->engine;
	uint64_t key = (uint64_t)(uintptr_t)inst;
	struct given_members *given = intmap_get(&engine->members_given, key);

	if (given)
		return given;
	struct member_search search = {
		.unit = activation->unit, .function = activation->function,
		.definitions = find_definitions(activation->function),
		.seen = xcalloc(activation->function->nlocals + 1, sizeof(bool)),
	};

	for (uint32_t i = 0; i < inst->nargs; i++)
		find_in_operand(&search, &inst->args[i]);
	given = arena_alloc(engine->arena, sizeof(*given) + search.found.count * sizeof(uint64_t));
	given->takes_params = search.takes_params;
	given->count = (uint32_t)search.found.count;
	for (size_t i = 0; i < search.found.count; i++)
		given->members[i] = search.found.data[i];
	intmap_set(&engine->members_given, key, given);
	vec_free(&search.found);
	free(search.definitions);
	free(search.seen);
	return given;
}

struct giving {
	struct engine *engine;
	const struct given_members *given;
};

static uint64_t gift(const struct cause *cause, uint64_t member)
{
	return hash_mix(cause->id, member);
}

static bool give_to(uint32_t key, const void *cause, void *context)
{
	const struct giving *giving = context;

	(void)key;
	for (uint32_t i = 0; i < giving->given->count; i++)
		intmap_set(&giving->engine->gifts, gift(cause, giving->given->members[i]), giving->engine);
	return true;
}

void note_members_given(struct activation *activation, const struct ir_inst *inst, const struct pmap *causes)
{
	struct giving giving = { .engine = activation->engine };

	if (!giving.engine->strategy->survives || inst->opcode != IR_CALL || !causes)
		return;
	do {
		giving.given = members_given(activation, inst);
		pmap_each(causes, give_to, &giving);
		activation = activation->caller;
		inst = activation ? activation->call : NULL;
	} while (giving.given->takes_params && activation && inst);
}

bool is_given_member(const struct engine *engine, const struct cause *cause, const struct ir_field *field)
{
	return intmap_has(&engine->gifts, gift(cause, call_graph_field(field)));
}
