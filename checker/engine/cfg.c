// SPDX-License-Identifier: GPL-2.0-only
#include "engine/cfg.h"

#include <string.h>

#include "base/vec.h"

/* ---- order and loops: Tarjan's strongly connected components, without recursion ---- */

struct cfg_visit {
	uint32_t block, next;	/* next target to look at */
};

struct cfg_walk {
	const struct ir_function *function;
	struct cfg *cfg;
	uint32_t *index, *low;	/* 0: not seen yet */
	bool *on_path;		/* on the current depth-first path */
	bool *on_stack;
	uint32_t counter, postorder;
	VEC(struct cfg_visit) path;
	VEC(uint32_t) stack;
};

static const struct ir_inst *terminator(const struct ir_function *function, uint32_t block)
{
	const struct ir_block *b = &function->blocks[block];

	return &b->insts[b->count - 1];
}

static void enter(struct cfg_walk *walk, uint32_t block)
{
	walk->index[block] = walk->low[block] = ++walk->counter;
	walk->on_path[block] = walk->on_stack[block] = true;
	vec_push(&walk->stack, block);
	vec_push(&walk->path, (struct cfg_visit){ block, 0 });
}

static bool jumps_to_itself(const struct ir_inst *last, uint32_t block)
{
	for (uint32_t i = 0; i < last->ntargets; i++)
		if (last->targets[i] == block)
			return true;
	for (uint32_t i = 0; i < last->ncases; i++)
		if (last->cases[i].target == block)
			return true;
	return false;
}

static void leave(struct cfg_walk *walk, uint32_t block)
{
	walk->on_path[block] = false;
	walk->cfg->rank[block] = walk->postorder++;
	if (walk->low[block] != walk->index[block])
		return;
	bool loop = vec_last(&walk->stack) != block ||
		jumps_to_itself(terminator(walk->function, block), block);
	uint32_t member;
	do {
		member = vec_pop(&walk->stack);
		walk->on_stack[member] = false;
		walk->cfg->in_loop[member] = loop;
	} while (member != block);
}

static uint32_t successor_count(const struct ir_inst *last)
{
	return last->ntargets + last->ncases;
}

static uint32_t successor(const struct ir_inst *last, uint32_t i)
{
	return i < last->ntargets ? last->targets[i] : last->cases[i - last->ntargets].target;
}

static void depth_first(struct cfg_walk *walk)
{
	enter(walk, 0);
	while (walk->path.count) {
		uint32_t from = vec_last(&walk->path).block;
		const struct ir_inst *last = terminator(walk->function, from);

		if (vec_last(&walk->path).next < successor_count(last)) {
			uint32_t to = successor(last, vec_last(&walk->path).next++);

			walk->cfg->predecessors[to]++;
			if (!walk->index[to])
				enter(walk, to);
			else if (walk->on_path[to])
				walk->cfg->is_head[to] = true;
			if (walk->on_stack[to] && walk->index[to] < walk->low[from])
				walk->low[from] = walk->index[to];
			continue;
		}
		uint32_t block = from;
		(void)vec_pop(&walk->path);
		leave(walk, block);
		if (walk->path.count) {
			uint32_t parent = vec_last(&walk->path).block;

			if (walk->on_stack[block] && walk->low[block] < walk->low[parent])
				walk->low[parent] = walk->low[block];
		}
	}
}

static void order(struct arena *arena, const struct ir_function *function, struct cfg *cfg)
{
	uint32_t n = function->nblocks;
	struct cfg_walk walk = {
		.function = function, .cfg = cfg,
		.index = xcalloc(n, sizeof(uint32_t)), .low = xcalloc(n, sizeof(uint32_t)),
		.on_path = xcalloc(n, sizeof(bool)), .on_stack = xcalloc(n, sizeof(bool)),
	};

	cfg->rank = arena_alloc(arena, n * sizeof(uint32_t));
	cfg->in_loop = arena_alloc(arena, n * sizeof(bool));
	cfg->is_head = arena_alloc(arena, n * sizeof(bool));
	cfg->predecessors = arena_alloc(arena, n * sizeof(uint32_t));
	depth_first(&walk);
	for (uint32_t b = 0; b < n; b++)
		cfg->rank[b] = walk.index[b] ? walk.postorder - 1 - cfg->rank[b] : n;
	free(walk.index);
	free(walk.low);
	free(walk.on_path);
	free(walk.on_stack);
	vec_free(&walk.path);
	vec_free(&walk.stack);
}

/* ---- liveness: backward data flow over bit sets ---- */

struct block_uses {
	uint64_t *locals, *temps;	/* live here */
};

static void set_bit(uint64_t *bits, uint32_t index)
{
	bits[index / 64] |= (uint64_t)1 << (index % 64);
}

static void clear_bit(uint64_t *bits, uint32_t index)
{
	bits[index / 64] &= ~((uint64_t)1 << (index % 64));
}

static void use(const struct ir_operand *operand, struct block_uses *uses)
{
	if (operand->kind == IR_TEMP)
		set_bit(uses->temps, operand->index);
	else if (operand->kind == IR_LOCAL)
		set_bit(uses->locals, operand->index);
}

static bool overwrites_local(const struct ir_inst *inst)
{
	return inst->a.kind == IR_LOCAL &&
	       (inst->opcode == IR_DECL || (inst->opcode == IR_STORE && !inst->bit_width));
}

/* Steps backwards over INST. */
static void before(const struct ir_inst *inst, struct block_uses *uses)
{
	if (inst->result != IR_NO_RESULT)
		clear_bit(uses->temps, inst->result);
	if (overwrites_local(inst))
		clear_bit(uses->locals, inst->a.index);
	else
		use(&inst->a, uses);
	use(&inst->b, uses);
	for (uint32_t i = 0; i < inst->nargs; i++)
		use(&inst->args[i], uses);
}

static bool unite(uint64_t *into, const uint64_t *from, size_t words)
{
	bool changed = false;

	for (size_t i = 0; i < words; i++) {
		changed |= (from[i] & ~into[i]) != 0;
		into[i] |= from[i];
	}
	return changed;
}

static void liveness(struct arena *arena, const struct ir_function *function, struct cfg *cfg)
{
	uint32_t n = function->nblocks;
	size_t locals = function->nlocals / 64 + 1, temps = function->ntemps / 64 + 1;
	struct block_uses now = { xcalloc(locals, 8), xcalloc(temps, 8) };
	bool changed = true;

	cfg->live_locals = arena_alloc(arena, n * sizeof(uint64_t *));
	cfg->live_temps = arena_alloc(arena, n * sizeof(uint64_t *));
	for (uint32_t b = 0; b < n; b++) {
		cfg->live_locals[b] = arena_alloc(arena, locals * 8);
		cfg->live_temps[b] = arena_alloc(arena, temps * 8);
	}
	while (changed) {
		changed = false;
		for (uint32_t b = n; b-- > 0;) {
			const struct ir_block *block = &function->blocks[b];
			const struct ir_inst *last = &block->insts[block->count - 1];

			memset(now.locals, 0, locals * 8);
			memset(now.temps, 0, temps * 8);
			for (uint32_t i = 0; i < successor_count(last); i++) {
				unite(now.locals, cfg->live_locals[successor(last, i)], locals);
				unite(now.temps, cfg->live_temps[successor(last, i)], temps);
			}
			for (uint32_t i = block->count; i-- > 0;)
				before(&block->insts[i], &now);
			changed |= unite(cfg->live_locals[b], now.locals, locals);
			changed |= unite(cfg->live_temps[b], now.temps, temps);
		}
	}
	free(now.locals);
	free(now.temps);
}

const struct cfg *cfg_build(struct arena *arena, const struct ir_function *function)
{
	struct cfg *cfg = arena_alloc(arena, sizeof(*cfg));

	cfg->nblocks = function->nblocks;
	for (uint32_t b = 0; b < function->nblocks; b++)
		cfg->instructions += function->blocks[b].count;
	order(arena, function, cfg);
	liveness(arena, function, cfg);
	return cfg;
}
