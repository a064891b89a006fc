// SPDX-License-Identifier: GPL-2.0-only
/* The effects of instructions, and of outcomes of calls, on a state. */
#include <string.h>

#include "engine/internal.h"

/* ---- escapes ---- */

struct escaping {
	struct activation *activation;
	struct state *state;
};

static bool escape_binding(uint32_t key, const void *value, void *context)
{
	struct escaping *escaping = context;

	(void)key;
	effect_escape(escaping->activation, escaping->state, value);
	return true;
}

static void note_given(struct activation *activation, const struct region *root)
{
	struct intmap *given = &activation->engine->given_away;

	if (activation->giving)
		intmap_set(given, root->id, (void *)causes_unite(activation->engine,
			   intmap_get(given, root->id), activation->giving));
}

static bool is_private_pointee(struct activation *activation, const struct region *root)
{
	return root->kind == REGION_POINTEE && region_access(activation, root) == ACCESS_PRIVATE;
}

static void escape_root(struct activation *activation, struct state *state,
			const struct region *root)
{
	struct escaping escaping = { activation, state };

	if (pmap_get(state->escaped, root->id))
		return;
	state->escaped = pmap_set(activation->scratch, state->escaped, root->id, root);
	/* code that has the local can follow the pointers in it */
	pmap_each(state_contents(state, root), escape_binding, &escaping);
}

static bool escape_written(uint32_t key, const void *contents, void *context)
{
	struct escaping *escaping = context;
	struct activation *activation = escaping->activation;
	const struct region *root = region_root(region_by_id(activation->engine->values, key));

	(void)contents;
	if (is_private_pointee(activation, root))
		escape_root(activation, escaping->state, root);
	return true;
}

static void escape_region(struct activation *activation, struct state *state,
			  const struct region *region)
{
	const struct region *root = region_root(region);
	bool is_private = is_private_pointee(activation, root);

	note_given(activation, root);
	if (is_private)
		state->escaped = pmap_set(activation->scratch, state->escaped, ESCAPED_PRIVATE, root);
	if (is_private || root->kind == REGION_LOCAL)
		escape_root(activation, state, root);
}

/* Writes to other objects are forgotten as well: the caller does not know better. */
static void give_away_written(struct activation *activation, struct state *state)
{
	struct escaping escaping = { activation, state };

	if (pmap_get(state->escaped, ESCAPED_PRIVATE))
		pmap_each(state->memory, escape_written, &escaping);
}

void effect_havoc(struct activation *activation, struct state *state, const struct ir_inst *site)
{
	give_away_written(activation, state);
	state_havoc(&activation->domain, state, site);
}

void effect_escape(struct activation *activation, struct state *state, const struct value *value)
{
	int64_t offset;
	const struct region *region;

	if (value->kind == VALUE_FILL) {
		if (value->region)
			escape_region(activation, state, value->region);
	} else if (value->width == activation->unit->pointer_bits) {
		region = state_region(&activation->domain, state, value, &offset);
		if (region)
			escape_region(activation, state, region);
	}
}

struct escapes {
	struct engine *engine;
	const struct pmap *causes;
	struct intmap seen;	/* objects, by the name that one activation gives them */
};

static void find_escape_of_value(struct escapes *escapes, struct activation *activation,
				 const struct value *value);

/*
 * Collects the causes that were given REGION, the object that its address was found in, or the caller's
 * names of either. This ends: an object is named after the object that its address was found in, and the
 * chain of callers is finite.
 */
static void find_escape(struct escapes *escapes, struct activation *activation,
			const struct region *region)
{
	const struct region *root = region_root(region);
	struct translation t;
	int64_t offset;

	/* activations under way differ in depth */
	if (intmap_set(&escapes->seen, (uint64_t)activation->depth << 32 | root->id, escapes))
		return;
	escapes->causes = causes_unite(escapes->engine, escapes->causes,
				       intmap_get(&escapes->engine->given_away, root->id));
	if (root->kind != REGION_POINTEE)
		return;
	find_escape_of_value(escapes, activation, root->value);
	if (!activation->caller)
		return;
	caller_translation(activation, &t);
	const struct region *outer = translate_region(&t, root, &offset);
	if (outer)
		find_escape(escapes, activation->caller, outer);
}

static void find_escape_of_value(struct escapes *escapes, struct activation *activation,
				 const struct value *value)
{
	const struct symbol *symbol = value->kind == VALUE_SYMBOL ? value->symbol : NULL;

	if (symbol && symbol->place && (symbol->kind == SYMBOL_MEMORY ||
					symbol->kind == SYMBOL_ENTRY))
		find_escape(escapes, activation, symbol->place->region);
}

const struct pmap *causes_of_escape(struct activation *activation, const struct value *value)
{
	struct escapes escapes = { .engine = activation->engine };

	find_escape_of_value(&escapes, activation, value);
	intmap_free(&escapes.seen);
	return unresolved_causes(activation->engine, escapes.causes);
}

void effect_store(struct activation *activation, struct state *state,
		  const struct region *region, int64_t offset, uint64_t width,
		  const struct ir_field *field, const struct value *value)
{
	int64_t shift;
	const struct region *root = region_root(state_resolve(&activation->domain, state, region, &shift));

	if (root->kind != REGION_LOCAL || pmap_get(state->escaped, root->id))
		effect_escape(activation, state, value);
	state_store(&activation->domain, state, region, offset, width, field, value);
}

/* ---- opaque calls ---- */

/* Whether a model's variable says that EVENT does not count now, as in memalloc_noreclaim_save(). */
static bool is_suspended(struct activation *activation, const struct state *state,
			 const char *event)
{
	struct engine *engine = activation->engine;
	const char *name = program_suspender(engine->program, event);

	if (!name)
		return false;
	const struct value *count = state_load(&activation->domain, state,
		region_global(engine->values, name), 0, 32, NULL);
	return !intset_contains(state_range(&activation->domain, state, count), 0);
}

struct closing {
	struct engine *engine;
	const struct pmap *closers;
};

static bool keep_closer(uint32_t key, const void *value, void *context)
{
	struct closing *closing = context;

	(void)key;
	if (may_change_scope(closing->engine, (struct cause *)value))
		closing->closers = cause_add(closing->engine, closing->closers, value);
	return true;
}

/* Those of CAUSES whose calls may close the scope that they are made in, and bring the event about then. */
static const struct pmap *closers(struct engine *engine, const struct pmap *causes)
{
	struct closing closing = { engine, NULL };

	pmap_each(causes, keep_closer, &closing);
	return closing.closers;
}

void effect_meet(struct activation *activation, const struct state *state,
		 const struct pmap *causes)
{
	struct engine *engine = activation->engine;
	struct exploration *result = activation->result;

	result->met = causes_unite(engine, result->met, causes);
	for (unsigned e = 0; e < EVENT_KINDS_MAX && engine->options.events[e]; e++)
		result->met_for[e] = causes_unite(engine, result->met_for[e],
			is_suspended(activation, state, engine->options.events[e]) ?
			closers(engine, causes) : causes);
}

struct noting {
	struct activation *activation;
	struct state *state;
};

static bool note(uint32_t key, const void *cause, void *context)
{
	struct noting *noting = context;

	noting->state->notes = pmap_set(noting->activation->scratch, noting->state->notes, key, cause);
	return true;
}

void effect_note(struct activation *activation, struct state *state, const struct pmap *causes)
{
	struct noting noting = { activation, state };

	if (state->notes)
		pmap_each(causes, note, &noting);
	else
		state->notes = causes;
}

static bool find_scope_change(uint32_t key, const void *value, void *context)
{
	struct noting *noting = context;
	struct engine *engine = noting->activation->engine;

	(void)key;
	return !may_change_scope(engine, (struct cause *)value);
}

/* After a call that may have opened or closed a scope, it is unknown whether a scope is open. */
static void lose_scopes(struct activation *activation, struct state *state,
			const struct ir_inst *inst)
{
	struct engine *engine = activation->engine;

	for (unsigned e = 0; e < EVENT_KINDS_MAX && engine->options.events[e]; e++) {
		const char *name = program_suspender(engine->program, engine->options.events[e]);

		if (name)
			state_store(&activation->domain, state, region_global(engine->values, name),
				    0, 32, NULL, any_value(activation, inst, UINT16_MAX + e, 32));
	}
}

static bool is_in_scope(struct activation *activation, const struct state *state)
{
	struct engine *engine = activation->engine;

	for (unsigned e = 0; e < EVENT_KINDS_MAX && engine->options.events[e]; e++)
		if (is_suspended(activation, state, engine->options.events[e]))
			return true;
	return false;
}

const struct value *effect_opaque(struct activation *activation, struct state *state,
				  const struct ir_inst *inst, const struct value **arguments,
				  uint32_t narguments, const struct pmap *causes)
{
	struct engine *engine = activation->engine;
	struct noting noting = { activation, state };

	cause_of_site(engine, inst, causes);
	effect_note(activation, state, causes);
	note_members_given(activation, inst, causes);
	activation->giving = causes;
	for (uint32_t i = 0; i < narguments; i++)
		effect_escape(activation, state, arguments[i]);
	activation->giving = NULL;
	activation->havoc = causes;
	effect_havoc(activation, state, inst);
	if (!pmap_each(causes, find_scope_change, &noting))
		lose_scopes(activation, state, inst);
	else if (is_in_scope(activation, state))
		note_assumption(activation, ASSUMPTION_SCOPE_NEUTRAL, inst, NULL);
	if (inst->b.kind != IR_NONE || inst->type.kind == IR_VOID || inst->type.kind == IR_AGG)
		return NULL;
	struct symbol symbol = { .kind = SYMBOL_RESULT, .site = inst };
	return value_symbol(engine->values, &symbol, type_width(activation, inst->type));
}
