// SPDX-License-Identifier: GPL-2.0-only
/*
 * The search that finds: it needs one way, so it leaves out all that blurs this way.
 *
 * The prover must take an opaque call to change all that the call can reach. The searcher needs the
 * contrary: that the call leaves memory alone on one way. So it takes the call to change only members
 * that known code below it assigns (assumption "field-neutral").
 */
#include "engine/reach.h"
#include "engine/strategy.h"
#include "engine/worklist.h"

/* ---- memory after an opaque call ---- */

struct changing {
	struct engine *engine;
	const struct ir_field *field;
	const struct pmap *changers;
};

static bool target_changes(struct changing *changing, const struct cause *cause)
{
	struct engine *engine = changing->engine;
	struct field_targets targets = { 0 };
	bool changes = false;

	program_field_targets(engine->program, cause->field->record, cause->field->name, &targets);
	for (size_t i = 0; i < targets.count && !changes; i++) {
		struct function_ref ref = program_resolve(engine->program, targets.data[i].unit,
							  targets.data[i].symbol, NULL);

		changes = ref.function && reach_assigns(engine->options.reach, ref,
							changing->field);
	}
	vec_free(&targets);
	return changes;
}

static bool may_change(struct changing *changing, const struct cause *cause)
{
	struct engine *engine = changing->engine;

	if (cause->kind == CAUSE_RECURSION)
		return true;	/* it is under way: its assignments are unknown yet */
	if (is_given_member(engine, cause, changing->field))
		return true;	/* the callee may assign it without naming it */
	if (!cause->callee)
		return cause->field && target_changes(changing, cause);
	struct function_ref ref = cause_callee(engine, cause);
	return ref.function && reach_assigns(engine->options.reach, ref, changing->field);
}

static bool keep_changer(uint32_t key, const void *value, void *context)
{
	struct changing *changing = context;

	(void)key;
	if (may_change(changing, value))
		changing->changers = cause_add(changing->engine, changing->changers, value);
	return true;
}

/* Those of CAUSES that may change FIELD, of any object, as far as code is known. */
static const struct pmap *causes_that_change(struct engine *engine, const struct pmap *causes,
					     const struct ir_field *field)
{
	struct changing changing = { engine, field, NULL };

	pmap_each(causes, keep_changer, &changing);
	return changing.changers;
}

/* Whether an opaque call made the object of REGION: then that call decided its contents. */
static bool was_given_out(struct activation *activation, const struct region *region)
{
	const struct region *root = region_root(region);

	return root->kind == REGION_POINTEE &&
	       causes_of_value(activation->engine, root->value) != NULL;
}

/*
 * Whether PLACE holds its value: no opaque call of CAUSES is known to change it. *CHANGERS become the calls
 * that may have changed it.
 */
static bool is_left_alone(struct activation *activation, const struct pmap *causes,
			  const struct place *place, const struct pmap **changers)
{
	*changers = NULL;
	if (!place->field || region_root(place->region)->kind == REGION_LOCAL ||
	    was_given_out(activation, place->region))
		return false;
	*changers = causes_that_change(activation->engine, causes, place->field);
	if (*changers)
		return false;
	note_assumption(activation, ASSUMPTION_FIELD_NEUTRAL, NULL, place->field);
	return true;
}

static const struct value *memory_after(struct activation *activation, const struct state *state,
					const struct place *place, const void *epoch)
{
	struct engine *engine = activation->engine;
	const struct pmap *changers;

	if (is_left_alone(activation, state->notes, place, &changers))
		return import_place(activation, place);
	const struct value *value = unknown_since(activation, place, epoch);
	if (changers)
		intmap_set(&engine->value_causes, value->id, (void *)causes_unite(engine,
			   intmap_get(&engine->value_causes, value->id), changers));
	return value;
}

static bool survives(struct domain *domain, const struct state *state,
		     const struct place *place)
{
	struct activation *activation = domain->context;
	const struct pmap *changers;

	(void)state;
	return is_left_alone(activation, activation->havoc, place, &changers);
}

/* ---- summaries ---- */

/* Levels of a recursion that are followed. */
#define RECURSION_LEVELS 16

/* Deeper levels of a recursion have fewer of the contexts: what comes after it needs some. */
static uint32_t contexts_at_level(const struct engine *engine, const struct function_info *info)
{
	return engine->options.budgets.summaries / (1 + (uint32_t)info->unfinished.count);
}

/*
 * The contexts of this exploration. Those that earlier ones left took nothing from it, and what was opened since may
 * need as many.
 */
static size_t contexts_so_far(const struct engine *engine, const struct function_info *info)
{
	size_t count = info->summaries.count, first = count;

	while (first && info->summaries.data[first - 1]->number > engine->first_summary)
		first--;
	return count - first + info->unfinished.count;
}

/*
 * The searcher follows a recursion level by level. It has no use for a summary without a caller: what is true
 * of some caller proves nothing of this one. Every context counts, for the work that it was.
 */
static struct summary *summarise_anew(const struct call_context *call, struct function_info *info)
{
	struct engine *engine = call->caller->engine;

	if (info->unfinished.count > RECURSION_LEVELS ||
	    contexts_so_far(engine, info) >= contexts_at_level(engine, info))
		return NULL;
	return explore_settled(engine, info, call);
}

/* ---- causes ---- */

/*
 * A proof that the bodies lead nowhere is of no use here: bodies that are likely to lead somewhere come
 * first.
 */
static uint32_t frontier_distance(const struct engine *engine, const struct cause *cause,
				  size_t gaps, unsigned event)
{
	const struct engine_options *options = &engine->options;
	bool likely = options->is_likely && !cause->hopeless &&
		      options->is_likely(options->context, cause->callee, cause->unit->main_file, event);

	return likely ? 0 : (uint32_t)gaps + 1;
}

const struct strategy searcher_strategy = {
	.context_shares = 8,
	.keeps_ways_apart = true,
	.leaves_ways_out = true,
	.rounds_told_apart = 64,
	.choose = choose_for_beam,
	.memory_after = memory_after,
	.survives = survives,
	.takes_known_targets = true,
	.summarise_anew = summarise_anew,
	.frontier_distance = frontier_distance,
};
