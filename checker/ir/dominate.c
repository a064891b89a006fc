// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dominators after Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm"
 * (2001). Blocks are called by their place in reverse postorder here, so the entry is 0 and
 * an immediate dominator always has the smaller number.
 */
#include "ir/dominate.h"

#include <stdlib.h>

#define NOT_SEEN UINT32_MAX

struct graph {
	const struct ir_function *function;
	uint32_t *block_of;	/* place -> block */
	uint32_t *place_of;	/* block -> place, or NOT_SEEN */
	uint32_t count;		/* blocks reached */
	uint32_t *from;		/* predecessors' places, grouped by place */
	uint32_t *from_start;	/* place -> first of its predecessors; one more at the end */
	uint32_t *idom;		/* place -> place */
};

static const struct ir_inst *terminator(const struct ir_function *function, uint32_t block)
{
	const struct ir_block *b = &function->blocks[block];

	return &b->insts[b->count - 1];
}

struct visit {
	uint32_t block, way;
};

/* Without recursion: a function has thousands of blocks in a row. */
static void number_blocks(struct graph *graph)
{
	uint32_t nblocks = graph->function->nblocks, left = nblocks;
	struct visit *stack = xmalloc(nblocks * sizeof(*stack));
	size_t depth = 0;

	for (uint32_t b = 0; b < nblocks; b++)
		graph->place_of[b] = NOT_SEEN;
	graph->place_of[0] = 0;
	stack[depth++] = (struct visit){ 0, 0 };
	while (depth) {
		struct visit *top = &stack[depth - 1];
		const struct ir_inst *last = terminator(graph->function, top->block);

		if (top->way == inst_ways(last)) {
			graph->block_of[--left] = top->block;
			depth--;
			continue;
		}
		uint32_t next = inst_way(last, top->way++);
		if (graph->place_of[next] == NOT_SEEN) {
			graph->place_of[next] = 0;
			stack[depth++] = (struct visit){ next, 0 };
		}
	}
	free(stack);
	graph->count = nblocks - left;
	for (uint32_t i = 0; i < graph->count; i++) {
		graph->block_of[i] = graph->block_of[i + left];
		graph->place_of[graph->block_of[i]] = i;
	}
}

static void list_predecessors(struct graph *graph)
{
	uint32_t *start = xcalloc(graph->count + 2, sizeof(*start));

	/* Counted two places ahead, the starts end up one place ahead after filling. */
	for (uint32_t i = 0; i < graph->count; i++) {
		const struct ir_inst *last = terminator(graph->function, graph->block_of[i]);

		for (uint32_t w = 0; w < inst_ways(last); w++)
			start[graph->place_of[inst_way(last, w)] + 2]++;
	}
	for (uint32_t i = 2; i < graph->count + 2; i++)
		start[i] += start[i - 1];
	graph->from = xmalloc(start[graph->count + 1] * sizeof(*graph->from));
	for (uint32_t i = 0; i < graph->count; i++) {
		const struct ir_inst *last = terminator(graph->function, graph->block_of[i]);

		for (uint32_t w = 0; w < inst_ways(last); w++)
			graph->from[start[graph->place_of[inst_way(last, w)] + 1]++] = i;
	}
	graph->from_start = start;
}

static uint32_t common_dominator(const uint32_t *idom, uint32_t a, uint32_t b)
{
	while (a != b) {
		while (a > b)
			a = idom[a];
		while (b > a)
			b = idom[b];
	}
	return a;
}

static bool improve(struct graph *graph, uint32_t place)
{
	uint32_t found = NOT_SEEN;

	for (uint32_t i = graph->from_start[place]; i < graph->from_start[place + 1]; i++) {
		uint32_t from = graph->from[i];

		if (graph->idom[from] == NOT_SEEN)
			continue;
		found = found == NOT_SEEN ? from : common_dominator(graph->idom, from, found);
	}
	if (graph->idom[place] == found)
		return false;
	graph->idom[place] = found;
	return true;
}

static void find_immediate(struct graph *graph)
{
	bool changed = true;

	for (uint32_t i = 1; i < graph->count; i++)
		graph->idom[i] = NOT_SEEN;
	graph->idom[0] = 0;
	while (changed) {
		changed = false;
		for (uint32_t i = 1; i < graph->count; i++)
			changed |= improve(graph, i);
	}
}

/* Preorder numbers of the dominator tree: parents stand before children already. */
static void number_tree(const struct graph *graph, struct dominators *result)
{
	uint32_t *size = xcalloc(graph->count, sizeof(*size));
	uint32_t *next = xcalloc(graph->count, sizeof(*next));

	for (uint32_t i = graph->count; i-- > 0;) {
		size[i]++;
		if (i)
			size[graph->idom[i]] += size[i];
	}
	for (uint32_t i = 0; i < graph->count; i++) {
		uint32_t first = i ? next[graph->idom[i]] : 0;

		if (i)
			next[graph->idom[i]] += size[i];
		next[i] = first + 1;
		result->first[graph->block_of[i]] = first;
		result->size[graph->block_of[i]] = size[i];
	}
	free(size);
	free(next);
}

struct dominators dominators_find(const struct ir_function *function)
{
	uint32_t nblocks = function->nblocks;
	struct dominators result = {
		.first = xcalloc(nblocks, sizeof(uint32_t)),
		.size = xcalloc(nblocks, sizeof(uint32_t)),
	};
	struct graph graph = {
		.function = function,
		.block_of = xmalloc(nblocks * sizeof(uint32_t)),
		.place_of = xmalloc(nblocks * sizeof(uint32_t)),
		.idom = xmalloc(nblocks * sizeof(uint32_t)),
	};

	number_blocks(&graph);
	list_predecessors(&graph);
	find_immediate(&graph);
	number_tree(&graph, &result);
	free(graph.block_of);
	free(graph.place_of);
	free(graph.from);
	free(graph.from_start);
	free(graph.idom);
	return result;
}

void dominators_free(struct dominators *dominators)
{
	free(dominators->first);
	free(dominators->size);
}
