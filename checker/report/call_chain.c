// SPDX-License-Identifier: GPL-2.0-only
#include "report/call_chain.h"

#include <string.h>

struct chain_building {
	struct arena *arena;
	VEC(struct chain_call) calls;
	VEC(size_t) stack;	/* the call at each depth */
};

/* The call at DEPTH. Where a path lost its middle, it is the deepest one known. */
static size_t call_at(const struct chain_building *building, size_t depth)
{
	return building->stack.data[depth < building->stack.count ? depth : building->stack.count - 1];
}

static size_t find_call(const struct chain_building *building, size_t caller, const char *function)
{
	for (size_t i = 1; i < building->calls.count; i++)
		if (building->calls.data[i].caller == caller && !strcmp(building->calls.data[i].function, function))
			return i;
	return building->calls.count;
}

static void enter(struct chain_building *building, const struct trace_step *step, const char *name, size_t length)
{
	size_t depth = step->depth < building->stack.count ? step->depth : building->stack.count - 1;
	struct chain_call call = {
		.function = arena_strndup(building->arena, name, length),
		.caller = call_at(building, depth), .file = step->file, .line = step->line,
	};
	size_t index = find_call(building, call.caller, call.function);

	if (index == building->calls.count)
		vec_push(&building->calls, call);
	building->stack.count = depth + 1;
	vec_push(&building->stack, index);
}

struct call_chain call_chain_of(struct arena *arena, const char *callback, const struct finding *finding)
{
	struct chain_building building = { .arena = arena };
	struct call_chain chain = { .function_of = arena_alloc(arena, (finding->ntrace + 1) * sizeof(size_t)) };
	size_t last = 0;

	vec_push(&building.calls, (struct chain_call){
		.function = callback, .file = finding->ntrace ? finding->trace[0].file : finding->file,
		.line = finding->ntrace ? finding->trace[0].line : finding->line,
	});
	vec_push(&building.stack, 0);
	for (size_t i = 0; i < finding->ntrace; i++) {
		const struct trace_step *step = &finding->trace[i];
		size_t length;
		const char *name = step_callee(step, &length);

		chain.function_of[i] = last = call_at(&building, step->depth);
		if (name) {
			enter(&building, step, name, length);
			last = vec_last(&building.stack);
		}
	}
	building.calls.data[last].last = true;
	chain.count = building.calls.count;
	chain.calls = arena_copy(arena, building.calls.data, chain.count * sizeof(*chain.calls));
	vec_free(&building.calls);
	vec_free(&building.stack);
	return chain;
}
