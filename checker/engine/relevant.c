// SPDX-License-Identifier: GPL-2.0-only
/* Which opaque calls can matter for an event. */
#include "engine/reach.h"
#include "engine/scopes.h"
#include "engine/static_call.h"
#include "engine/strategy.h"

struct cause_sieve {
	struct engine *engine;
	unsigned event;		/* its number */
	const struct pmap *relevant;
};

static void keep(struct cause_sieve *sieve, const struct cause *cause)
{
	sieve->relevant = cause_add(sieve->engine, sieve->relevant, cause);
}

struct function_ref cause_callee(struct engine *engine, const struct cause *cause)
{
	uint32_t symbol = ir_find_symbol(cause->unit, cause->callee);

	return symbol ? program_resolve(engine->program, cause->unit, symbol,
					cause->from_model ? cause->function : NULL) :
			program_find(engine->program, cause->callee);
}

/* Counts the directories of the path HOME that the path FILE does not share. */
static uint32_t apart(const char *home, const char *file)
{
	uint32_t apart = 0;

	while (*home && *home == *file)
		home++, file++;
	for (; *home; home++)
		apart += *home == '/';
	return apart;
}

/* Of a pointer's targets, a function of the callback's own driver is the likely one. */
#define STEPS_PER_DIRECTORY 100

static uint32_t detour(struct engine *engine, const struct cause *cause, struct function_ref ref)
{
	if (!engine->options.home || !cause->site || cause->site->a.kind == IR_SYMBOL)
		return 0;
	return STEPS_PER_DIRECTORY * apart(engine->options.home, ref.unit->main_file);
}

/* CAUSE is one of GAPS missing bodies. */
static void keep_frontier(struct cause_sieve *sieve, struct cause *cause, size_t gaps)
{
	struct engine *engine = sieve->engine;

	cause->distance = engine->strategy->frontier_distance(engine, cause, gaps, sieve->event);
	keep(sieve, cause);
}

static void ask_the_graph(struct cause_sieve *sieve, struct cause *cause)
{
	struct engine *engine = sieve->engine;
	struct function_ref ref = cause_callee(engine, cause);
	struct reach_result result;

	if (!ref.function && program_is_assembly(engine->program, cause->callee))
		return;
	if (!ref.function && program_static_call(engine->program, cause->callee)) {
		keep(sieve, cause);	/* an exploration tells its targets apart */
		return;
	}
	if (!ref.function) {
		struct reach_gap gap = { cause->unit, cause->function, cause->site, cause->callee,
					 cause->from_model };
		struct cause *frontier = cause_at_gap(engine, &gap);

		if (frontier->hopeless)
			keep(sieve, cause);
		else
			keep_frontier(sieve, frontier, 0);
		return;
	}
	reach_ask(engine->options.reach, ref, engine->options.events[sieve->event],
		  &engine->pair->given_up, &result);
	cause->in_scope = result.in_scope;
	if (result.answer == REACH_PERHAPS) {
		cause->distance = result.distance + detour(engine, cause, ref);
		keep(sieve, cause);
	}
	vec_each(gap, &result.gaps) {
		struct cause *frontier = cause_at_gap(engine, gap);

		/* an earlier body of that name may have come, and not be the right one */
		frontier->resolved = false;
		causes_reopened(engine);
		keep_frontier(sieve, frontier, result.gaps.count);
	}
	vec_free(&result.gaps);
}

/* Models announce it where a scope opens or closes. */
#define SCOPE_EVENT "scope"

/* Whether a call of REF closes each scope that it opens, and none of its caller's. */
static bool keeps_scopes(struct engine *engine, struct function_ref ref)
{
	for (unsigned e = 0; e < EVENT_KINDS_MAX && engine->options.events[e]; e++) {
		struct scope_effect effect = scopes_of_call(engine->options.reach, ref,
							    engine->options.events[e]);

		if (!effect.known || effect.lowest || effect.net)
			return false;
	}
	return true;
}

bool may_change_scope(struct engine *engine, struct cause *cause)
{
	size_t units = program_unit_count(engine->program);
	struct reach_result result = { 0 };

	if (!engine->options.reach || !cause->callee || cause->scope_units == units)
		return cause->changes_scope;
	struct function_ref ref = cause_callee(engine, cause);

	if (ref.function)
		reach_ask(engine->options.reach, ref, SCOPE_EVENT, NULL, &result);
	vec_free(&result.gaps);
	cause->scope_units = units;
	cause->changes_scope = ref.function && result.answer == REACH_PERHAPS &&
		result.distance < REACH_POINTER_DISTANCE && !keeps_scopes(engine, ref);
	return cause->changes_scope;
}

static bool sift(uint32_t key, const void *value, void *context)
{
	struct cause_sieve *sieve = context;
	struct cause *cause = (struct cause *)value;

	(void)key;
	if (cause->resolved)
		return true;
	if (sieve->engine->options.reach &&
	    (cause->kind == CAUSE_CLOSED || cause->kind == CAUSE_NO_BODY))
		ask_the_graph(sieve, cause);
	else
		keep(sieve, cause);
	return true;
}

const struct pmap *causes_that_reach(struct engine *engine, const struct pmap *causes,
				     unsigned event)
{
	struct cause_sieve sieve = { engine, event, NULL };

	pmap_each(causes, sift, &sieve);
	return sieve.relevant;
}

#define WEIGHT_OF_A_FILE 20
#define WEIGHT_OF_A_POINTER 50
#define WEIGHT_WITHOUT_HOPE 1000

bool engine_never_locks(struct engine *engine, struct function_ref function)
{
	struct reach_result result = { .answer = REACH_PERHAPS };

	if (engine->options.reach)
		reach_ask(engine->options.reach, function, REACH_LOCK, NULL, &result);
	vec_free(&result.gaps);
	return result.answer == REACH_NEVER;
}

uint32_t cause_weight(struct engine *engine, const struct cause *cause)
{
	struct function_ref ref;

	if (cause->hopeless)
		return WEIGHT_WITHOUT_HOPE;
	switch (cause->kind) {
	case CAUSE_CLOSED:
		ref = cause_callee(engine, cause);
		return ref.function ? reach_weight(ref.function) : 1;
	case CAUSE_NO_BODY:
	case CAUSE_FRONTIER:
		return WEIGHT_OF_A_FILE;
	case CAUSE_INDIRECT:
		return WEIGHT_OF_A_POINTER;
	default:
		return WEIGHT_WITHOUT_HOPE;
	}
}

bool cause_takes_known_targets(const struct cause *cause)
{
	return cause->engine->strategy->takes_known_targets;
}

const char *cause_home(const struct cause *cause)
{
	return cause->engine->options.home;
}
