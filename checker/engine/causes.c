// SPDX-License-Identifier: GPL-2.0-only
/* Causes: what is opaque, and which values and paths hang on it. */
#include <string.h>

#include "engine/internal.h"

static uint64_t cause_hash(enum cause_kind kind, const struct ir_inst *site, const char *callee,
			   const struct ir_field *field)
{
	uint64_t hash = hash_mix(kind, (uint64_t)(uintptr_t)site);

	if (callee)
		hash = hash_mix(hash, hash_bytes(callee, strlen(callee), 0));
	return hash_mix(hash, (uint64_t)(uintptr_t)field);
}

struct cause *cause_at(struct activation *activation, enum cause_kind kind,
		       const struct ir_inst *site, const char *callee,
		       const struct ir_field *field, const char *detail)
{
	struct engine *engine = activation->engine;
	uint64_t hash = cause_hash(kind, site, callee, field);
	struct cause *cause = intmap_get(&engine->cause_index, hash);

	if (cause)
		return cause;
	cause = arena_alloc(engine->arena, sizeof(*cause));
	*cause = (struct cause){
		.id = (uint32_t)engine->causes.count + 1, .kind = kind, .callee = callee,
		.field = field, .detail = detail ? arena_strdup(engine->arena, detail) : NULL,
		.unit = activation->unit, .function = activation->function, .site = site,
	};
	vec_push(&engine->causes, cause);
	intmap_set(&engine->cause_index, hash, cause);
	return cause;
}

const struct pmap *cause_add(struct engine *engine, const struct pmap *map,
			     const struct cause *cause)
{
	return pmap_set(engine->arena, map, cause->id, cause);
}

struct uniting {
	struct engine *engine;
	const struct pmap *result;
};

static bool add_one(uint32_t key, const void *a, const void *b, void *context)
{
	struct uniting *uniting = context;

	if (!a)
		uniting->result = pmap_set(uniting->engine->arena, uniting->result, key, b);
	return true;
}

const struct pmap *causes_unite(struct engine *engine, const struct pmap *a,
				const struct pmap *b)
{
	struct uniting uniting = { engine, a };

	if (!a || !b)
		return a ? a : b;
	pmap_diff(a, b, add_one, &uniting);
	return uniting.result;
}

static uint64_t site_key(const struct ir_inst *site)
{
	return (uint64_t)(uintptr_t)site;
}

void cause_of_site(struct engine *engine, const struct ir_inst *site, const struct pmap *causes)
{
	const struct pmap *known = intmap_get(&engine->site_causes, site_key(site));

	intmap_set(&engine->site_causes, site_key(site),
		   (void *)causes_unite(engine, known, causes));
}

struct gathering {
	struct engine *engine;
	const struct pmap *causes;
};

static bool add_unresolved(uint32_t key, const void *value, void *context)
{
	struct gathering *gathering = context;
	const struct cause *cause = value;

	if (!cause->resolved)
		gathering->causes = pmap_set(gathering->engine->arena, gathering->causes, key,
					     value);
	return true;
}

static bool gather_symbol(const struct value *value, void *context)
{
	struct gathering *gathering = context;
	const struct symbol *symbol = value->symbol;
	const struct pmap *known = NULL;

	switch (symbol->kind) {
	case SYMBOL_RESULT:
	case SYMBOL_MEMORY:
	case SYMBOL_ANY:
		known = intmap_get(&gathering->engine->site_causes, site_key(symbol->site));
		break;
	case SYMBOL_INNER:
		return value_any_symbol(symbol->inner, gather_symbol, context);
	case SYMBOL_JOIN:
	case SYMBOL_COMPUTED:
		known = intmap_get(&gathering->engine->value_causes, value->id);
		break;
	case SYMBOL_ENTRY:
	case SYMBOL_INDETERMINATE:
	case SYMBOL_OUTCOME:
		break;
	}
	pmap_each(known, add_unresolved, gathering);
	return false;
}

const struct pmap *causes_of_value(struct engine *engine, const struct value *value)
{
	struct gathering gathering = { engine, NULL };

	value_any_symbol(value, gather_symbol, &gathering);
	return gathering.causes;
}

void cause_of_value(struct engine *engine, const struct value *value, const struct value *x,
		    const struct value *y)
{
	const struct pmap *causes = intmap_get(&engine->value_causes, value->id);

	causes = causes_unite(engine, causes, causes_of_value(engine, x));
	if (y)
		causes = causes_unite(engine, causes, causes_of_value(engine, y));
	if (causes)
		intmap_set(&engine->value_causes, value->id, (void *)causes);
}

/* A path that took some of the outcomes of a call depends on what chose among them. */
static const struct pmap *causes_of_choice(struct engine *engine, const struct symbol *symbol,
					   const struct intset *chosen)
{
	const struct summary *summary = engine->summaries.data[symbol->index - 1];
	const struct pmap *causes = NULL;

	if (!summary)		/* stale, and dropped */
		return NULL;
	for (size_t k = 0; k < summary->result.outcomes.count; k++)
		if (intset_contains(chosen, k))
			causes = causes_unite(engine, causes,
					      summary->result.outcomes.data[k].causes);
	return causes;
}

static bool gather_fact(uint32_t key, const void *set, void *context)
{
	struct gathering *gathering = context;
	const struct value *value = value_by_id(gathering->engine->values, key);

	if (value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_OUTCOME)
		pmap_each(causes_of_choice(gathering->engine, value->symbol, set),
			  add_unresolved, gathering);
	else
		value_any_symbol(value, gather_symbol, gathering);
	return true;
}

const struct pmap *causes_of_facts(struct engine *engine, const struct state *state)
{
	struct gathering gathering = { engine, NULL };

	pmap_each(state->facts, gather_fact, &gathering);
	return gathering.causes;
}

const struct pmap *unresolved_causes(struct engine *engine, const struct pmap *map)
{
	struct gathering gathering = { engine, NULL };

	pmap_each(map, add_unresolved, &gathering);
	return gathering.causes;
}

static bool is_open(uint32_t key, const void *value, void *context)
{
	(void)key, (void)context;
	return !((const struct cause *)value)->resolved;
}

bool causes_any_resolved(const struct pmap *map)
{
	return !pmap_each(map, is_open, NULL);
}

static bool push_cause(uint32_t key, const void *value, void *context)
{
	cause_list *list = context;

	(void)key;
	vec_push(list, (struct cause *)value);
	return true;
}

void causes_list(const struct pmap *map, cause_list *list)
{
	pmap_each(map, push_cause, list);
}

void cause_describe(const struct cause *cause, struct strbuf *out)
{
	const char *callee = cause->callee ? ir_plain_name(cause->callee) : "";

	switch (cause->kind) {
	case CAUSE_CLOSED:
		strbuf_printf(out, "calls '%s', which was not looked into", callee);
		break;
	case CAUSE_NO_BODY:
		strbuf_printf(out, "calls '%s', whose source was not found", callee);
		break;
	case CAUSE_INDIRECT:
		if (cause->field)
			strbuf_printf(out, "calls through '%s.%s', whose targets are not all known",
				      cause->field->record, cause->field->name);
		else
			strbuf_puts(out, "calls through a function pointer whose target is not known");
		break;
	case CAUSE_DAMAGED:
		strbuf_printf(out, "calls '%s', which did not parse: %s", callee,
			      cause->detail ? cause->detail : "errors");
		break;
	case CAUSE_UNSUPPORTED:
		strbuf_printf(out, "uses what mncheck does not understand: %s",
			      cause->detail ? cause->detail : "?");
		break;
	case CAUSE_BUDGET:
		strbuf_printf(out, "the budget '%s' is spent%s%s%s",
			      cause->detail ? cause->detail : "?",
			      *callee ? " in '" : "", callee, *callee ? "'" : "");
		break;
	case CAUSE_RECURSION:
		strbuf_printf(out, "'%s' recurses without settling", callee);
		break;
	}
}
