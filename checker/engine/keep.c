// SPDX-License-Identifier: GPL-2.0-only
/*
 * A state lives in the scratch memory of its activation and goes with it. Outcomes and events, which a
 * summary keeps, are copied out here. Parts that they share stay shared.
 */
#include <string.h>

#include "engine/internal.h"

struct keeper {
	struct arena *arena;
	struct intmap copies;	/* pointer in scratch memory -> its copy */
};

static void *known_copy(struct keeper *keeper, const void *original)
{
	return intmap_get(&keeper->copies, (uint64_t)(uintptr_t)original);
}

static void *copy_of(struct keeper *keeper, const void *original, size_t size)
{
	void *copy = arena_copy(keeper->arena, original, size);

	intmap_set(&keeper->copies, (uint64_t)(uintptr_t)original, copy);
	return copy;
}

static const struct trace *keep_trace(struct keeper *keeper, const struct trace *trace)
{
	struct trace *first = NULL, *last = NULL;

	/* a path can be long: no recursion */
	for (; trace; trace = trace->previous) {
		struct trace *known = known_copy(keeper, trace);
		struct trace *copy = known ? known : copy_of(keeper, trace, sizeof(*trace));

		if (last)
			last->previous = copy;
		else
			first = copy;
		if (known)
			break;
		last = copy;
	}
	return first;
}

typedef const void *keep_value(struct keeper *keeper, const void *value);

static const struct pmap *keep_map(struct keeper *keeper, const struct pmap *map,
				   keep_value *keep)
{
	struct pmap *copy;

	if (!map)
		return NULL;
	copy = known_copy(keeper, map);
	if (copy)
		return copy;
	copy = copy_of(keeper, map, sizeof(*map));
	copy->left = keep_map(keeper, map->left, keep);
	copy->right = keep_map(keeper, map->right, keep);
	if (keep)
		copy->value = keep(keeper, map->value);
	pmap_rehash(copy);
	return copy;
}

static const void *keep_contents(struct keeper *keeper, const void *contents)
{
	return keep_map(keeper, contents, NULL);
}

static const void *keep_lock(struct keeper *keeper, const void *value)
{
	struct lock *lock = known_copy(keeper, value);

	if (lock)
		return lock;
	lock = copy_of(keeper, value, sizeof(*lock));
	lock->trace = keep_trace(keeper, lock->trace);
	return lock;
}

static void keep_state(struct keeper *keeper, struct state *state)
{
	state->memory = keep_map(keeper, state->memory, keep_contents);
	state->facts = keep_map(keeper, state->facts, NULL);
	state->locks = keep_map(keeper, state->locks, keep_lock);
	state->targets = keep_map(keeper, state->targets, NULL);
	state->wild = keep_map(keeper, state->wild, NULL);
	state->temps = keep_map(keeper, state->temps, NULL);
	state->notes = keep_map(keeper, state->notes, NULL);
	state->escaped = keep_map(keeper, state->escaped, NULL);
	state->trace = keep_trace(keeper, state->trace);
}

void keep_result(struct activation *activation)
{
	struct exploration *result = activation->result;
	struct keeper keeper = { .arena = arena_new() };

	result->arena = keeper.arena;
	vec_each(outcome, &result->outcomes) {
		keep_state(&keeper, &outcome->state);
		outcome->calls = outcome->state.notes;
	}
	vec_each(event, &result->events)
		keep_state(&keeper, &event->state);
	activation->engine->kept += arena_used(result->arena);
	intmap_free(&keeper.copies);
}

void drop_result(struct engine *engine, struct exploration *result)
{
	if (result->arena)
		engine->kept -= arena_used(result->arena);
	arena_free(result->arena);
	vec_free(&result->outcomes);
	vec_free(&result->events);
	vec_free(&result->assumptions);
	intmap_free(&result->used);
	intmap_free(&result->entry_facts);
	memset(result, 0, sizeof(*result));
}

void drop_summary(struct engine *engine, struct summary *summary)
{
	drop_result(engine, &summary->result);
	vec_each(result, &summary->earlier)
		drop_result(engine, result);
	vec_free(&summary->earlier);
	vec_free(&summary->imports);
	vec_free(&summary->uses);
	intmap_free(&summary->hidden);
	summary->stamp = 0;
}

static void drop_stale_summaries(struct engine *engine, struct function_info *info)
{
	size_t kept = 0;

	vec_each(summary, &info->summaries) {
		/* an unusable summary may still be part of the path of a usable one */
		if (!causes_any_resolved((*summary)->result.met)) {
			info->summaries.data[kept++] = *summary;
			continue;
		}
		engine->summaries.data[(*summary)->number - 1] = NULL;
		drop_summary(engine, *summary);
	}
	info->summaries.count = kept;
}

void drop_stale(struct engine *engine)
{
	for (size_t i = 0; i < engine->functions.base.count; i++)
		drop_stale_summaries(engine, engine->functions.base.entries[i].value);
	vec_each(exploration, &engine->explorations)
		drop_result(engine, *exploration);
	vec_clear(&engine->explorations);
	engine->resolved = false;
	causes_reopened(engine);
}
