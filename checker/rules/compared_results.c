// SPDX-License-Identifier: GPL-2.0-only
#include "rules/compared_results.h"

#include <string.h>

#include "contract/notifying.h"
#include "contract/properties.h"
#include "domain/intset.h"

#define ERRNO_MAX 4095

/* One function, and what was found on the way from a call. */
struct reading {
	const struct ir_unit *unit;
	const struct ir_function *function;
	const struct ir_inst **definitions;	/* by temporary */
	/* The call at hand, and where its result is stored: to which local, and which instruction comes after that. */
	const struct ir_inst *call;
	uint32_t holder, block, after;
};

/* ---- reading instructions ---- */

static const struct ir_inst *definition(const struct reading *reading, const struct ir_operand *operand)
{
	const struct ir_inst *inst = operand->kind == IR_TEMP ? reading->definitions[operand->index] : NULL;

	while (inst && (inst->opcode == IR_ZEXT || inst->opcode == IR_SEXT || inst->opcode == IR_TRUNC ||
			inst->opcode == IR_CAST))
		inst = inst->a.kind == IR_TEMP ? reading->definitions[inst->a.index] : NULL;
	return inst;
}

/* The local that OPERAND was loaded from; IR_NO_RESULT: none. */
static uint32_t loaded_local(const struct reading *reading, const struct ir_operand *operand)
{
	const struct ir_inst *inst = definition(reading, operand);

	return inst && inst->opcode == IR_LOAD && inst->a.kind == IR_LOCAL ? inst->a.index : IR_NO_RESULT;
}

static bool is_start(const struct reading *reading, const struct ir_inst *inst)
{
	const struct ir_inst *load = definition(reading, &inst->a);
	const struct ir_field *field = load && load->field ? &reading->unit->fields.data[load->field] : NULL;
	const struct notifying *known = NULL;
	int kind = -1;

	if (inst->opcode != IR_CALL || inst->result == IR_NO_RESULT)
		return false;
	if (inst->a.kind == IR_SYMBOL)
		known = notifying_find(ir_plain_name(reading->unit->symbols.data[inst->a.index].name));
	else if (field)
		kind = contract_find(field->record, field->name);
	return (known && known->fails) || (kind >= 0 && kinds_that_can_fail.has(&contracts[kind]));
}

static bool is_errno(const struct ir_operand *operand)
{
	int64_t number = operand->kind == IR_CONST ? sign_extend(operand->bits, (uint32_t)operand->type.bits) : 0;

	return number < 0 && number >= -ERRNO_MAX;
}

/* ---- which instructions follow ---- */

/* Calls VISIT for what may run after instruction INDEX of BLOCK, each once, as long as the holder has the result. */
struct walk {
	const struct reading *reading;
	bool *seen;		/* blocks entered from their beginning */
	bool (*visit)(struct walk *walk, uint32_t block, const struct ir_inst *inst);	/* true: not beyond */
	/* Of visits. */
	const struct ir_inst *wanted;
	uint32_t local;
	bool found;
};

/* Whether INST sets LOCAL. */
static bool sets_local(const struct ir_inst *inst, uint32_t local)
{
	return (inst->opcode == IR_STORE || inst->opcode == IR_DECL) && inst->a.kind == IR_LOCAL &&
	       inst->a.index == local;
}

static void walk_block(struct walk *walk, uint32_t block, uint32_t index)
{
	const struct ir_block *at = &walk->reading->function->blocks[block];

	for (; index < at->count; index++)
		if (sets_local(&at->insts[index], walk->reading->holder) ||
		    walk->visit(walk, block, &at->insts[index]))
			return;
	const struct ir_inst *last = &at->insts[at->count - 1];

	for (uint32_t i = 0; i < last->ntargets; i++)
		if (!walk->seen[last->targets[i]]) {
			walk->seen[last->targets[i]] = true;
			walk_block(walk, last->targets[i], 0);
		}
}

static bool visit_wanted(struct walk *walk, uint32_t block, const struct ir_inst *inst)
{
	(void)block;
	walk->found = walk->found || inst == walk->wanted;
	return walk->found;
}

static bool reaches(const struct reading *reading, uint32_t block, uint32_t index, const struct ir_inst *wanted)
{
	struct walk walk = { .reading = reading, .visit = visit_wanted, .wanted = wanted,
			     .seen = xcalloc(reading->function->nblocks, sizeof(bool)) };

	walk_block(&walk, block, index);
	free(walk.seen);
	return walk.found;
}

/* Whether a store to the walk's local comes between the call and what is wanted. */
static bool visit_store(struct walk *walk, uint32_t block, const struct ir_inst *inst)
{
	const struct ir_block *at = &walk->reading->function->blocks[block];
	uint32_t index = (uint32_t)(inst - at->insts);

	if (sets_local(inst, walk->local) && reaches(walk->reading, block, index + 1, walk->wanted))
		walk->found = true;
	return walk->found;
}

/* Whether LOCAL is set between the call and WANTED. */
static bool is_set_between(const struct reading *reading, uint32_t local, const struct ir_inst *wanted)
{
	struct walk walk = { .reading = reading, .visit = visit_store, .wanted = wanted, .local = local,
			     .seen = xcalloc(reading->function->nblocks, sizeof(bool)) };

	walk_block(&walk, reading->block, reading->after);
	free(walk.seen);
	return walk.found;
}

/* ---- one call ---- */

/* Finds the local that the result of the call in BLOCK is stored to. Returns whether there is one. */
static bool find_holder(struct reading *reading, uint32_t block)
{
	const struct ir_block *at = &reading->function->blocks[block];

	for (uint32_t i = 0; i < at->count; i++)
		if (at->insts[i].opcode == IR_STORE && at->insts[i].a.kind == IR_LOCAL &&
		    definition(reading, &at->insts[i].b) == reading->call) {
			reading->holder = at->insts[i].a.index;
			reading->block = block;
			reading->after = i + 1;
			return true;
		}
	return false;
}

/* Which target of the branch INST is taken where the result is not zero: 0 or 1; -1: it tests something else. */
static int failing_target(const struct reading *reading, const struct ir_inst *inst)
{
	const struct ir_inst *test = inst->opcode == IR_BRANCH ? definition(reading, &inst->a) : NULL;

	if (!test)
		return -1;
	if (test->opcode == IR_LOAD && test->a.kind == IR_LOCAL && test->a.index == reading->holder)
		return 0;
	if ((test->opcode != IR_NE && test->opcode != IR_EQ) || test->b.kind != IR_CONST || test->b.bits ||
	    loaded_local(reading, &test->a) != reading->holder)
		return -1;
	return test->opcode == IR_EQ;
}

/* Whether the code comes to COMPARISON only where a test of the result found a failure. */
static bool is_where_it_failed(const struct reading *reading, const struct ir_inst *comparison)
{
	for (uint32_t b = 0; b < reading->function->nblocks; b++) {
		const struct ir_block *block = &reading->function->blocks[b];
		const struct ir_inst *last = &block->insts[block->count - 1];
		int failing = failing_target(reading, last);

		if (failing >= 0 && reaches(reading, last->targets[failing], 0, comparison) &&
		    !reaches(reading, last->targets[!failing], 0, comparison))
			return true;
	}
	return false;
}

static void look_at_comparison(const struct reading *reading, const struct ir_inst *inst,
			       struct wrong_comparisons *found)
{
	const struct ir_local *locals = reading->function->locals;
	uint32_t other;

	if ((inst->opcode != IR_EQ && inst->opcode != IR_NE) || !is_errno(&inst->b))
		return;
	other = loaded_local(reading, &inst->a);
	if (other == IR_NO_RESULT || other == reading->holder || locals[other].address_taken ||
	    !reaches(reading, reading->block, reading->after, inst) || !is_where_it_failed(reading, inst) ||
	    is_set_between(reading, other, inst))
		return;
	vec_push(found, (struct wrong_comparison){
		.comparison = inst,
		.holder = locals[reading->holder].name, .other = locals[other].name,
		.number = inst->b.bits, .width = (uint32_t)inst->b.type.bits,
	});
}

static void look_after_call(const struct reading *reading, struct wrong_comparisons *found)
{
	for (uint32_t b = 0; b < reading->function->nblocks; b++)
		for (uint32_t i = 0; i < reading->function->blocks[b].count; i++)
			look_at_comparison(reading, &reading->function->blocks[b].insts[i], found);
}

void find_wrong_comparisons(const struct ir_unit *unit, const struct ir_function *function,
			    struct wrong_comparisons *found)
{
	struct reading reading = { .unit = unit, .function = function,
		.definitions = xcalloc(function->ntemps + 1, sizeof(const struct ir_inst *)) };

	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++)
			if (function->blocks[b].insts[i].result < function->ntemps)
				reading.definitions[function->blocks[b].insts[i].result] =
					&function->blocks[b].insts[i];
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			reading.call = &function->blocks[b].insts[i];
			if (is_start(&reading, reading.call) && find_holder(&reading, b))
				look_after_call(&reading, found);
		}
	free(reading.definitions);
}
