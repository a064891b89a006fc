// SPDX-License-Identifier: GPL-2.0-only
#include "engine/cfg.h"

#include <string.h>

#include "base/vec.h"

/* ---- order and loops: Tarjan's strongly connected components, without recursion ---- */

struct cfg_visit {
	uint32_t block, next;	/* next target to look at */
};

struct back_edge {
	uint32_t from, head;
};

struct cfg_walk {
	const struct ir_function *function;
	struct cfg *cfg;
	uint32_t *index, *low;	/* 0: not seen yet */
	bool *on_path;		/* on the current depth-first path */
	bool *on_stack;
	uint32_t counter, postorder;
	VEC(struct cfg_visit) path;
	VEC(struct back_edge) back_edges;
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

static void note_back_edge(struct cfg_walk *walk, uint32_t from, uint32_t head)
{
	walk->cfg->is_head[head] = true;
	vec_push(&walk->back_edges, ((struct back_edge){ from, head }));
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
				note_back_edge(walk, from, to);
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

/* ---- natural loops (Aho, Sethi and Ullman, "Compilers", 1986, section 10.4) ---- */

/* Loops of a function with more blocks times back edges are not told apart. */
#define LOOP_WORK_MAX 2000000

/* Marks in BODY the blocks that lead to a block of it, other than through HEAD. Returns their number. */
static uint32_t close_loop(const struct ir_function *function, uint32_t head, bool *body)
{
	uint32_t size = 0;
	bool grows = true;

	while (grows) {
		uint32_t now = 0;

		for (uint32_t b = function->nblocks; b-- > 0;) {
			const struct ir_inst *last = terminator(function, b);

			for (uint32_t i = 0; !body[b] && i < successor_count(last); i++)
				body[b] = body[successor(last, i)] && successor(last, i) != head;
			now += body[b];
		}
		grows = now != size;
		size = now;
	}
	return size;
}

/* The loops found so far. */
struct loops {
	bool *body;			/* of the one at hand */
	uint32_t *sizes, *outer_sizes;	/* in blocks, of cfg->loop and cfg->outer */
};

static void find_loop(const struct cfg_walk *walk, uint32_t head, struct loops *loops)
{
	uint32_t n = walk->function->nblocks;
	struct cfg *cfg = walk->cfg;
	bool *body = loops->body;

	memset(body, 0, n * sizeof(*body));
	body[head] = true;
	vec_each(edge, &walk->back_edges)
		if (edge->head == head)
			body[edge->from] = true;
	uint32_t size = close_loop(walk->function, head, body);

	for (uint32_t b = 0; b < n; b++) {
		if (!body[b])
			continue;
		if (size < loops->sizes[b]) {
			cfg->loop[b] = head;
			loops->sizes[b] = size;
		}
		if (b != head && size < loops->outer_sizes[b]) {
			cfg->outer[b] = head;
			loops->outer_sizes[b] = size;
		}
	}
}

static void find_loops(struct arena *arena, const struct cfg_walk *walk)
{
	uint32_t n = walk->function->nblocks;
	struct cfg *cfg = walk->cfg;
	struct loops loops = { xcalloc(n, sizeof(bool)), xcalloc(n, sizeof(uint32_t)),
			       xcalloc(n, sizeof(uint32_t)) };

	cfg->loop = arena_alloc(arena, n * sizeof(uint32_t));
	cfg->outer = arena_alloc(arena, n * sizeof(uint32_t));
	for (uint32_t b = 0; b < n; b++) {
		cfg->loop[b] = cfg->outer[b] = n;
		loops.sizes[b] = loops.outer_sizes[b] = UINT32_MAX;
	}
	for (uint32_t b = 0; b < n && n * walk->back_edges.count <= LOOP_WORK_MAX; b++)
		if (cfg->is_head[b])
			find_loop(walk, b, &loops);
	free(loops.body);
	free(loops.sizes);
	free(loops.outer_sizes);
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
	find_loops(arena, &walk);
	for (uint32_t b = 0; b < n; b++)
		cfg->rank[b] = walk.index[b] ? walk.postorder - 1 - cfg->rank[b] : n;
	free(walk.index);
	free(walk.low);
	free(walk.on_path);
	free(walk.on_stack);
	vec_free(&walk.path);
	vec_free(&walk.back_edges);
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

/* A store to an aggregate is one to a part of it. */
static bool overwrites_local(const struct ir_function *function, const struct ir_inst *inst)
{
	if (inst->a.kind != IR_LOCAL || inst->opcode == IR_DECL)
		return inst->a.kind == IR_LOCAL;
	return inst->opcode == IR_STORE && !inst->bit_width &&
	       function->locals[inst->a.index].type.kind != IR_AGG;
}

/* Steps backwards over INST. */
static void before(const struct ir_function *function, const struct ir_inst *inst,
		   struct block_uses *uses)
{
	if (inst->result != IR_NO_RESULT)
		clear_bit(uses->temps, inst->result);
	if (overwrites_local(function, inst))
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
				before(function, &block->insts[i], &now);
			changed |= unite(cfg->live_locals[b], now.locals, locals);
			changed |= unite(cfg->live_temps[b], now.temps, temps);
		}
	}
	free(now.locals);
	free(now.temps);
}

/* ---- what is returned ---- */

/* The local that OPERAND is made of, by instructions of BLOCK before number BEFORE; else the number of locals. */
static uint32_t local_behind(const struct ir_function *function, const struct ir_block *block, uint32_t before,
			     const struct ir_operand *operand)
{
	while (operand->kind == IR_TEMP && before-- > 0) {
		const struct ir_inst *inst = &block->insts[before];

		if (inst->result != operand->index)
			continue;
		if (inst->opcode == IR_LOAD && inst->a.kind == IR_LOCAL)
			return inst->a.index;
		if (inst->opcode == IR_LOAD || inst->opcode == IR_CALL)
			break;
		operand = &inst->a;
	}
	return function->nlocals;
}

/* Where several locals are returned, one of them. */
static uint32_t returned_local(const struct ir_function *function)
{
	uint32_t local = function->nlocals;

	for (uint32_t b = 0; b < function->nblocks && local == function->nlocals; b++) {
		const struct ir_block *block = &function->blocks[b];
		const struct ir_inst *last = terminator(function, b);

		if (last->opcode == IR_RETURN)
			local = local_behind(function, block, block->count - 1, &last->a);
	}
	return local;
}

const struct cfg *cfg_build(struct arena *arena, const struct ir_function *function)
{
	struct cfg *cfg = arena_alloc(arena, sizeof(*cfg));

	cfg->nblocks = function->nblocks;
	for (uint32_t b = 0; b < function->nblocks; b++)
		cfg->instructions += function->blocks[b].count;
	cfg->returned = returned_local(function);
	order(arena, function, cfg);
	liveness(arena, function, cfg);
	return cfg;
}
