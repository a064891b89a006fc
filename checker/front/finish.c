// SPDX-License-Identifier: GPL-2.0-only
/*
 * Turns blocks under construction into the unit's: drops blocks that control cannot reach,
 * skips blocks that only jump, joins straight lines into one block, drops values that nobody
 * uses, and numbers all anew in reverse postorder.
 */
#include "front/lower.h"

#include <string.h>

#define GONE UINT32_MAX

struct finish {
	struct lower *lower;
	struct ir_function *function;
	uint32_t nblocks;
	uint32_t *preds;	/* block -> number of ways in */
	uint32_t *order;	/* new number -> block */
	uint32_t *number;	/* block -> new number, or GONE */
	uint32_t norder;
	uint32_t *temps;	/* temporary -> new number */
	uint32_t *roots;	/* temporary -> the object that it points into, see root_of() */
	uint32_t *uses;		/* temporary -> number of uses */
	uint32_t *locals;	/* local -> new number, or GONE */
	uint32_t ntemps;
};

/* The object that OPERAND points into, as a number: 0 none, odd a local, even a reference. */
static uint32_t root_of(const struct finish *finish, const struct ir_operand *operand)
{
	switch (operand->kind) {
	case IR_LOCAL:
		return operand->index * 2 + 1;
	case IR_SYMBOL:
		return operand->index * 2;
	case IR_TEMP:
		return finish->roots[operand->index];
	default:
		return 0;
	}
}

static struct building *block_at(struct finish *finish, uint32_t block)
{
	return &finish->lower->blocks.data[block];
}

static struct ir_inst *terminator(struct finish *finish, uint32_t block)
{
	return &vec_last(&block_at(finish, block)->insts);
}

static uint32_t ways(const struct ir_inst *inst)
{
	return inst->ntargets + inst->ncases;
}

static uint32_t *way(struct ir_inst *inst, uint32_t index)
{
	return index < inst->ntargets ? &inst->targets[index]
				      : &inst->cases[index - inst->ntargets].target;
}

/* ---- shape ---------------------------------------------------------------------- */

/* The first block from BLOCK on that does more than jump. */
static uint32_t resolve(struct finish *finish, uint32_t block)
{
	for (uint32_t steps = 0; block && steps < finish->nblocks; steps++) {
		struct building *building = block_at(finish, block);

		if (building->insts.count != 1 || building->insts.data[0].opcode != IR_JUMP)
			return block;
		block = building->insts.data[0].targets[0];
	}
	return block;
}

static void simplify(struct ir_inst *inst)
{
	if (inst->opcode != IR_BRANCH || inst->targets[0] != inst->targets[1])
		return;
	inst->opcode = IR_JUMP;
	inst->ntargets = 1;
	inst->a = none();
	inst->text = NULL;
	inst->telling = 0;
}

/* Rewrites the targets of all reachable blocks, and counts the ways into each. */
static void reach(struct finish *finish)
{
	VEC(uint32_t) todo = { 0 };

	finish->preds[0] = 1;
	vec_push(&todo, 0);
	while (todo.count) {
		struct ir_inst *last = terminator(finish, vec_pop(&todo));

		for (uint32_t i = 0; i < ways(last); i++)
			*way(last, i) = resolve(finish, *way(last, i));
		simplify(last);
		for (uint32_t i = 0; i < ways(last); i++)
			if (!finish->preds[*way(last, i)]++)
				vec_push(&todo, *way(last, i));
	}
	vec_free(&todo);
}

/* Joins to BLOCK the block that it jumps to while that has no other predecessor. */
static void absorb(struct finish *finish, uint32_t block)
{
	struct building *into = block_at(finish, block), *from;
	uint32_t next;

	while (vec_last(&into->insts).opcode == IR_JUMP) {
		next = vec_last(&into->insts).targets[0];
		if (!next || next == block || finish->preds[next] != 1)
			return;
		from = block_at(finish, next);
		into->insts.count--;
		vec_reserve(&into->insts, from->insts.count);
		memcpy(into->insts.data + into->insts.count, from->insts.data,
		       from->insts.count * sizeof(*from->insts.data));
		into->insts.count += from->insts.count;
		finish->preds[next] = 0;
	}
}

/*
 * Numbers the blocks in reverse postorder from the entry. A block's first target follows it in the
 * text.
 */
static void arrange(struct finish *finish)
{
	struct arrange_step { uint32_t block, next; };
	VEC(struct arrange_step) stack = { 0 };

	memset(finish->number, 0xff, finish->nblocks * sizeof(*finish->number));
	vec_push(&stack, (struct arrange_step){ 0, 0 });
	finish->number[0] = 0;
	absorb(finish, 0);
	while (stack.count) {
		struct arrange_step *top = &vec_last(&stack);
		struct ir_inst *last = terminator(finish, top->block);
		uint32_t count = ways(last), target;

		if (top->next == count) {
			finish->order[finish->norder++] = top->block;
			(void)vec_pop(&stack);
			continue;
		}
		target = *way(last, count - ++top->next);
		if (finish->number[target] != GONE)
			continue;
		finish->number[target] = 0;
		absorb(finish, target);
		vec_push(&stack, (struct arrange_step){ target, 0 });
	}
	vec_free(&stack);
	for (uint32_t i = 0; i < finish->norder / 2; i++) {
		uint32_t swap = finish->order[i];

		finish->order[i] = finish->order[finish->norder - 1 - i];
		finish->order[finish->norder - 1 - i] = swap;
	}
	for (uint32_t i = 0; i < finish->norder; i++)
		finish->number[finish->order[i]] = i;
}

/* ---- unused values -------------------------------------------------------------- */

static bool is_idle(const struct ir_inst *inst)
{
	return inst->opcode == IR_LOAD || inst->opcode == IR_VOLATILE ||
	       inst->opcode == IR_FIELD || inst->opcode == IR_INDEX || inst->opcode == IR_UNKNOWN ||
	       (inst->opcode >= IR_ADD && inst->opcode <= IR_CAST);
}

static void count_use(struct finish *finish, const struct ir_operand *operand, int by)
{
	if (operand->kind == IR_TEMP)
		finish->uses[operand->index] += (uint32_t)by;
}

static void count_uses(struct finish *finish, const struct ir_inst *inst, int by)
{
	count_use(finish, &inst->a, by);
	count_use(finish, &inst->b, by);
	for (uint32_t i = 0; i < inst->nargs; i++)
		count_use(finish, &inst->args[i], by);
}

/* Goes from last to first: a value that only idle instructions used is idle too. */
static void drop_idle_in(struct finish *finish, struct building *block)
{
	size_t kept = block->insts.count;

	for (size_t i = block->insts.count; i--;) {
		struct ir_inst *inst = &block->insts.data[i];

		if (is_idle(inst) && !finish->uses[inst->result])
			count_uses(finish, inst, -1);
		else
			block->insts.data[--kept] = *inst;
	}
	block->insts.count -= kept;
	memmove(block->insts.data, block->insts.data + kept,
		block->insts.count * sizeof(*block->insts.data));
}

static void drop_idle(struct finish *finish)
{
	for (uint32_t i = 0; i < finish->norder; i++)
		vec_each(inst, &block_at(finish, finish->order[i])->insts)
			count_uses(finish, inst, 1);
	for (uint32_t i = finish->norder; i--;)
		drop_idle_in(finish, block_at(finish, finish->order[i]));
}

/* ---- taken addresses ------------------------------------------------------------ */

static void take(struct finish *finish, uint32_t root)
{
	struct lower *lower = finish->lower;

	if (root & 1)
		lower->locals.data[root / 2].address_taken = true;
	else if (root)
		lower->front->references.data[root / 2]->address_taken = true;
}

static void note_written(struct finish *finish, uint32_t root)
{
	if (root && !(root & 1))
		finish->lower->front->references.data[root / 2]->is_written = true;
}

static void note_assigned(struct finish *finish, uint32_t root)
{
	if (root && !(root & 1))
		finish->lower->front->references.data[root / 2]->is_assigned = true;
}

/* Whether operand a is only the place of an access, which does not take its address. */
static bool a_is_place(enum ir_opcode opcode)
{
	switch (opcode) {
	case IR_LOAD:
	case IR_VOLATILE:
	case IR_STORE:
	case IR_COPY:
	case IR_ZERO:
	case IR_DECL:
	case IR_FIELD:
	case IR_INDEX:
	case IR_CALL:
		return true;
	default:
		return false;
	}
}

static void find_taken(struct finish *finish, const struct ir_inst *inst)
{
	bool b_is_place = inst->opcode == IR_COPY || inst->opcode == IR_CALL;

	if (inst->opcode == IR_FIELD || inst->opcode == IR_INDEX)
		finish->roots[inst->result] = root_of(finish, &inst->a);
	if (inst->opcode == IR_STORE && inst->field)
		note_assigned(finish, root_of(finish, &inst->a));
	else if (inst->opcode == IR_STORE || inst->opcode == IR_COPY || inst->opcode == IR_ZERO)
		note_written(finish, root_of(finish, &inst->a));
	if (inst->opcode == IR_CALL && inst->b.kind != IR_NONE)
		note_written(finish, root_of(finish, &inst->b));
	if (!a_is_place(inst->opcode))
		take(finish, root_of(finish, &inst->a));
	if (!b_is_place)
		take(finish, root_of(finish, &inst->b));
	for (uint32_t i = 0; i < inst->nargs; i++)
		if (inst->args[i].type.kind != IR_AGG)
			take(finish, root_of(finish, &inst->args[i]));
}

/* ---- into the unit -------------------------------------------------------------- */

static void use_local(struct finish *finish, const struct ir_operand *operand)
{
	if (operand->kind == IR_LOCAL)
		finish->locals[operand->index] = 0;
}

static void keep_locals(struct finish *finish)
{
	struct lower *lower = finish->lower;
	struct ir_function *function = finish->function;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < lower->locals.count; i++)
		if (i < function->nparams || finish->locals[i] != GONE) {
			finish->locals[i] = kept;
			lower->locals.data[kept++] = lower->locals.data[i];
		}
	function->nlocals = kept;
	if (kept)
		function->locals = arena_copy(lower->front->unit->arena, lower->locals.data,
					      kept * sizeof(*function->locals));
}

static void map_operand(struct finish *finish, struct ir_operand *operand)
{
	struct front *front = finish->lower->front;

	if (operand->kind == IR_TEMP) {
		operand->index = finish->temps[operand->index];
	} else if (operand->kind == IR_LOCAL) {
		operand->index = finish->locals[operand->index];
	} else if (operand->kind == IR_SYMBOL) {
		struct reference *reference = front->references.data[operand->index];

		want(front, reference);
		operand->index = symbol_for(front, reference);
	}
}

static void note_assign(struct finish *finish, const struct ir_inst *inst)
{
	struct front *front = finish->lower->front;
	struct reference *function;
	uint32_t root, variable = 0;

	if (inst->opcode != IR_STORE || !inst->field || inst->b.kind != IR_SYMBOL)
		return;
	function = front->references.data[inst->b.index];
	if (function->kind != IR_SYM_FUNCTION)
		return;
	root = root_of(finish, &inst->a);
	/* the row of a callback names its table; of a static variable these are all that its member may hold */
	if (root && !(root & 1))
		variable = symbol_for(front, front->references.data[root / 2]);
	vec_push(&front->unit->assigns,
		 (struct ir_assign){ field_for(front, inst->field), symbol_for(front, function),
				     variable, 0, inst->loc,
				     misfit_of(front, front->members.data[inst->field],
					       function) });
}

static void map_inst(struct finish *finish, struct ir_inst *inst)
{
	struct arena *arena = finish->lower->front->unit->arena;

	note_assign(finish, inst);
	inst->field = field_for(finish->lower->front, inst->field);
	map_operand(finish, &inst->a);
	map_operand(finish, &inst->b);
	if (inst->nargs)
		inst->args = arena_copy(arena, inst->args, inst->nargs * sizeof(*inst->args));
	for (uint32_t i = 0; i < inst->nargs; i++)
		map_operand(finish, &inst->args[i]);
	if (inst->ntargets)
		inst->targets = arena_copy(arena, inst->targets,
					   inst->ntargets * sizeof(*inst->targets));
	if (inst->ncases)
		inst->cases = arena_copy(arena, inst->cases, inst->ncases * sizeof(*inst->cases));
	for (uint32_t i = 0; i < ways(inst); i++)
		*way(inst, i) = finish->number[*way(inst, i)];
	if (inst->result != IR_NO_RESULT)
		inst->result = finish->temps[inst->result];
}

static void survey(struct finish *finish)
{
	for (uint32_t i = 0; i < finish->norder; i++) {
		struct building *block = block_at(finish, finish->order[i]);

		vec_each(inst, &block->insts) {
			use_local(finish, &inst->a);
			use_local(finish, &inst->b);
			for (uint32_t j = 0; j < inst->nargs; j++)
				use_local(finish, &inst->args[j]);
			if (inst->result != IR_NO_RESULT)
				finish->temps[inst->result] = finish->ntemps++;
			find_taken(finish, inst);
		}
	}
}

static void write_blocks(struct finish *finish)
{
	struct arena *arena = finish->lower->front->unit->arena;
	struct ir_function *function = finish->function;

	function->nblocks = finish->norder;
	function->ntemps = finish->ntemps;
	function->blocks = arena_alloc(arena, finish->norder * sizeof(*function->blocks));
	for (uint32_t i = 0; i < finish->norder; i++) {
		struct building *block = block_at(finish, finish->order[i]);

		vec_each(inst, &block->insts)
			map_inst(finish, inst);
		function->blocks[i].count = (uint32_t)block->insts.count;
		function->blocks[i].insts = arena_copy(arena, block->insts.data,
						       block->insts.count *
							       sizeof(*block->insts.data));
	}
}

void finish_function(struct lower *lower, struct ir_function *function)
{
	uint32_t nblocks = (uint32_t)lower->blocks.count;
	struct arena *arena = lower->arena;
	struct finish finish = {
		.lower = lower,
		.function = function,
		.nblocks = nblocks,
		.preds = arena_alloc(arena, nblocks * sizeof(uint32_t)),
		.order = arena_alloc(arena, nblocks * sizeof(uint32_t)),
		.number = arena_alloc(arena, nblocks * sizeof(uint32_t)),
		.temps = arena_alloc(arena, (lower->ntemps + 1) * sizeof(uint32_t)),
		.roots = arena_alloc(arena, (lower->ntemps + 1) * sizeof(uint32_t)),
		.uses = arena_alloc(arena, (lower->ntemps + 1) * sizeof(uint32_t)),
		.locals = arena_alloc(arena, (lower->locals.count + 1) * sizeof(uint32_t)),
	};

	memset(finish.locals, 0xff, lower->locals.count * sizeof(uint32_t));
	reach(&finish);
	arrange(&finish);
	drop_idle(&finish);
	survey(&finish);
	keep_locals(&finish);
	write_blocks(&finish);
}
