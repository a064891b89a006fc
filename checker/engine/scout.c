// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a scout takes opaque calls to leave alone. Whoever proves that something never happens
 * must take them to change all that they can reach; whoever looks for a way on which it does needs the
 * contrary, only that they leave things alone on that way.
 */
#include "engine/internal.h"
#include "engine/reach.h"
#include "engine/static_call.h"

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
							  targets.data[i].symbol, false);

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
		return true;	/* it is under way: nobody knows yet */
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

const struct pmap *causes_that_change(struct engine *engine, const struct pmap *causes,
				      const struct ir_field *field)
{
	struct changing changing = { engine, field, NULL };

	pmap_each(causes, keep_changer, &changing);
	return changing.changers;
}

/* An object that an opaque call gave out is new: what it holds, that call decided. */
static bool was_given_out(struct activation *activation, const struct region *region)
{
	const struct region *root = region_root(region);

	return root->kind == REGION_POINTEE &&
	       causes_of_value(activation->engine, root->value) != NULL;
}

bool is_left_alone(struct activation *activation, const struct pmap *causes,
		   const struct place *place, const struct pmap **changers)
{
	*changers = NULL;
	if (!place->field || region_root(place->region)->kind == REGION_LOCAL ||
	    was_given_out(activation, place->region))
		return false;
	*changers = causes_that_change(activation->engine, causes, place->field);
	if (*changers)
		return false;
	rely_on(activation, ASSUMPTION_FIELD_NEUTRAL, NULL, place->field);
	return true;
}
