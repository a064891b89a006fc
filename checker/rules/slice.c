// SPDX-License-Identifier: GPL-2.0-only
#include "rules/slice.h"

#include <stdlib.h>
#include <string.h>

struct slice slice_begin(struct arena *arena, const struct trace *last)
{
	struct slice slice = { 0 };

	for (const struct trace *step = last; step; step = step->previous)
		slice.count++;
	slice.steps = arena_alloc(arena, (slice.count + 1) * sizeof(*slice.steps));
	slice.decides = arena_alloc(arena, slice.count + 1);
	memset(slice.decides, 0, slice.count + 1);
	size_t at = slice.count;

	for (const struct trace *step = last; step; step = step->previous)
		slice.steps[--at] = step;
	return slice;
}

/* ---- control ------------------------------------------------------------------------ */

static uint32_t block_of(const struct trace *step)
{
	const struct ir_function *function = step->function;

	for (uint32_t b = 0; b < function->nblocks; b++)
		if (step->site >= function->blocks[b].insts &&
		    step->site < function->blocks[b].insts + function->blocks[b].count)
			return b;
	return function->nblocks;
}

static const struct ir_inst *end_of(const struct ir_function *function, uint32_t block)
{
	return &function->blocks[block].insts[function->blocks[block].count - 1];
}

static uint32_t ways_of(const struct ir_inst *last)
{
	return last->ntargets + last->ncases;
}

static uint32_t way_of(const struct ir_inst *last, uint32_t which)
{
	return which < last->ntargets ? last->targets[which] : last->cases[which - last->ntargets].target;
}

/*
 * Whether every way from block FROM that comes to a return comes by BLOCK. Ways that end in a panic count for
 * nothing, so a BUG_ON() decides nothing.
 */
static bool is_inevitable(const struct ir_function *function, uint32_t block, uint32_t from)
{
	bool *seen = calloc(function->nblocks + 1, sizeof(*seen)), escapes = false;
	VEC(uint32_t) todo = { 0 };

	vec_push(&todo, from);
	seen[block] = seen[from] = true;
	while (seen[from] && block != from && todo.count && !escapes) {
		const struct ir_inst *last = end_of(function, vec_pop(&todo));

		escapes = last->opcode == IR_RETURN;
		for (uint32_t i = 0; i < ways_of(last); i++) {
			uint32_t next = way_of(last, i);

			if (!seen[next])
				vec_push(&todo, next);
			seen[next] = true;
		}
	}
	vec_free(&todo);
	free(seen);
	return !escapes;
}

static bool is_branch(const struct trace *step)
{
	return step->kind == TRACE_BRANCH || step->kind == TRACE_CASE;
}

void slice_keep(struct slice *slice, size_t at)
{
	while (!slice->decides[at]) {
		const struct trace *step = slice->steps[at];
		uint32_t block = step->site ? block_of(step) : step->function->nblocks;
		size_t before = at;

		slice->decides[at] = true;
		if (block == step->function->nblocks)
			return;
		/* the last branch that could have led past it */
		do {
			if (!before--)
				return;
			step = slice->steps[before];
		} while (!is_branch(step) || !step->site || is_inevitable(step->function, block, block_of(step)));
		at = before;
	}
}

/* The block that the branch STEP led to. */
static uint32_t taken_way(const struct trace *step)
{
	return step->kind == TRACE_BRANCH ? step->site->targets[step->taken ? 0 : 1] :
	       step->taken ? step->site->cases[step->taken - 1].target : step->site->targets[0];
}

static bool has_sought(const struct ir_function *function, uint32_t block, is_sought *sought, void *context)
{
	for (uint32_t i = 0; i < function->blocks[block].count; i++)
		if (sought(function, &function->blocks[block].insts[i], context))
			return true;
	return false;
}

/* Whether some way from block FROM comes to an instruction that is SOUGHT. */
static bool comes_to(const struct ir_function *function, uint32_t from, is_sought *sought, void *context)
{
	bool *seen = calloc(function->nblocks + 1, sizeof(*seen)), comes = false;
	VEC(uint32_t) todo = { 0 };

	vec_push(&todo, from);
	seen[from] = true;
	while (todo.count && !comes) {
		uint32_t block = vec_pop(&todo);
		const struct ir_inst *last = end_of(function, block);

		comes = has_sought(function, block, sought, context);
		for (uint32_t i = 0; i < ways_of(last); i++) {
			uint32_t next = way_of(last, i);

			if (!seen[next])
				vec_push(&todo, next);
			seen[next] = true;
		}
	}
	vec_free(&todo);
	free(seen);
	return comes;
}

bool turns_away(const struct trace *step, is_sought *sought, void *context)
{
	const struct ir_function *function = step->function;

	if (!is_branch(step) || !step->site || comes_to(function, taken_way(step), sought, context))
		return false;
	for (uint32_t i = 0; i < ways_of(step->site); i++)
		if (comes_to(function, way_of(step->site, i), sought, context))
			return true;
	return false;
}

bool is_guard(const struct trace *step)
{
	const struct ir_function *function = step->function;
	uint32_t taken, others = 0;

	if (!is_branch(step) || !step->site)
		return false;
	taken = taken_way(step);
	for (uint32_t i = 0; i < ways_of(step->site); i++) {
		uint32_t block = way_of(step->site, i);
		const struct ir_inst *last;

		if (block == taken)
			continue;
		for (uint32_t steps = 0; steps < function->nblocks; steps++) {
			last = end_of(function, block);
			if (last->opcode != IR_JUMP)
				break;
			block = last->targets[0];
		}
		if (end_of(function, block)->opcode != IR_RETURN)
			return false;
		others++;
	}
	return others > 0;
}

/* ---- values ------------------------------------------------------------------------- */

/* The instruction of FUNCTION that makes temporary TEMP, or NULL. */
static const struct ir_inst *maker_of(const struct ir_function *function, uint32_t temp)
{
	for (uint32_t b = 0; b < function->nblocks; b++)
		for (uint32_t i = 0; i < function->blocks[b].count; i++)
			if (function->blocks[b].insts[i].result == temp)
				return &function->blocks[b].insts[i];
	return NULL;
}

/* Follows OPERAND through conversions and comparisons to the load or call that it is made from, or NULL. */
static const struct ir_inst *made_by(const struct ir_function *function, const struct ir_operand *operand)
{
	const struct ir_inst *inst = NULL;

	for (unsigned depth = 0; operand->kind == IR_TEMP && depth < 16; depth++) {
		inst = maker_of(function, operand->index);
		if (!inst || inst->opcode == IR_LOAD || inst->opcode == IR_CALL)
			return inst;
		if (!ir_is_compare(inst->opcode) && (inst->opcode < IR_ZEXT || inst->opcode > IR_CAST))
			return NULL;
		operand = inst->a.kind == IR_TEMP ? &inst->a : &inst->b;
	}
	return NULL;
}

/* Whether the result of CALL goes into LOCAL. */
static bool is_stored_to(const struct ir_function *function, const struct ir_inst *call, uint32_t local)
{
	for (uint32_t b = 0; b < function->nblocks; b++) {
		for (uint32_t i = 0; i < function->blocks[b].count; i++) {
			const struct ir_inst *inst = &function->blocks[b].insts[i];

			if (inst->opcode == IR_STORE && inst->a.kind == IR_LOCAL && inst->a.index == local &&
			    made_by(function, &inst->b) == call)
				return true;
		}
	}
	return false;
}

size_t slice_origin(const struct slice *slice, size_t at, const struct ir_operand *operand)
{
	const struct ir_function *function = slice->steps[at]->function;
	const struct ir_inst *inst = made_by(function, operand);
	bool loads = inst && inst->opcode == IR_LOAD && inst->a.kind == IR_LOCAL;

	if (!inst || (inst->opcode == IR_LOAD && !loads))
		return NO_STEP;
	while (at--) {
		const struct trace *step = slice->steps[at];

		if (!step->site)
			continue;
		if (step->kind == TRACE_CALL && (loads ? step->site->result != IR_NO_RESULT &&
		    is_stored_to(function, step->site, inst->a.index) : step->site == inst))
			return at;
		if (loads && step->kind == TRACE_ASSIGN && step->site->a.kind == IR_LOCAL &&
		    step->site->a.index == inst->a.index)
			return at;
	}
	return NO_STEP;
}
