// SPDX-License-Identifier: GPL-2.0-only
/* From the engine's footing to what a reader is told: what a verdict rests on. */
#include <string.h>

#include "rules/judge.h"

static const char *copy(const struct judgement *judgement, const char *text)
{
	return text ? arena_strdup(judgement->arena, text) : NULL;
}

/* ---- functions ---- */

static int by_place(const void *a, const void *b)
{
	const struct basis_function *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (!order)
		order = x->line < y->line ? -1 : x->line > y->line;
	return order ? order : strcmp(x->name, y->name);
}

/* "mutex_lock"; "trace_*" for a model of all that begins so. */
static const char *name_of(const struct judgement *judgement, struct function_ref ref)
{
	const char *name = ir_plain_name(ref.unit->symbols.data[ref.function->symbol].name);

	if (ref.is_model && starts_with(name, MODEL_PREFIX))
		return arena_printf(judgement->arena, "%s*", name + strlen(MODEL_PREFIX));
	return copy(judgement, name);
}

static struct basis_function describe_function(const struct judgement *judgement,
					       struct function_ref ref)
{
	const struct ir_loc *loc = &ref.function->loc;

	return (struct basis_function){
		.name = name_of(judgement, ref),
		.file = copy(judgement, loc->file ? ref.unit->files.data[loc->file] : ""),
		.line = loc->line, .is_model = ref.is_model,
	};
}

/* Two units that include a header have a copy each of its functions: they are one here. */
static void add_functions(const struct judgement *judgement, const struct footing *footing,
			  struct basis *basis)
{
	size_t count = footing->functions.count, kept = 0;
	struct basis_function *all = arena_alloc(judgement->arena, (count + 1) * sizeof(*all));

	for (size_t i = 0; i < count; i++)
		all[i] = describe_function(judgement, footing->functions.data[i]);
	if (count)
		qsort(all, count, sizeof(*all), by_place);
	for (size_t i = 0; i < count; i++)
		if (!kept || by_place(&all[kept - 1], &all[i]))
			all[kept++] = all[i];
	basis->functions = all;
	basis->nfunctions = kept;
}

/* ---- calls that were not looked into ---- */

static const char *describe_call(const struct judgement *judgement, const struct cause *cause)
{
	if (cause->callee)
		return copy(judgement, ir_plain_name(cause->callee));
	if (cause->field)
		return arena_printf(judgement->arena, "through %s.%s", cause->field->record,
				    cause->field->name);
	return cause->kind == CAUSE_INDIRECT ? "through a pointer" : NULL;
}

static int by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static void add_opaque(const struct judgement *judgement, const struct footing *footing,
		       struct basis *basis)
{
	size_t count = 0, kept = 0;
	const char **all = arena_alloc(judgement->arena,
				       (footing->opaque.count + 1) * sizeof(*all));

	vec_each(cause, &footing->opaque) {
		const char *text = describe_call(judgement, *cause);

		if (text)
			all[count++] = text;
	}
	if (count)
		qsort(all, count, sizeof(*all), by_text);
	for (size_t i = 0; i < count; i++)
		if (!kept || strcmp(all[kept - 1], all[i]))
			all[kept++] = all[i];
	basis->opaque = all;
	basis->nopaque = kept;
}

/* ---- assumptions ---- */

static const char *place_of(const struct judgement *judgement, const struct reliance *reliance)
{
	const struct ir_inst *site = reliance->site;

	if (!site || !site->loc.file)
		return NULL;
	return arena_printf(judgement->arena, "%s:%u",
			    reliance->unit->files.data[site->loc.file], site->loc.line);
}

static struct basis_assumption describe(const struct judgement *judgement,
					const struct reliance *reliance)
{
	return (struct basis_assumption){
		.name = assumption_name(reliance->assumption),
		.text = assumption_text(reliance->assumption),
		.about = reliance->field ? arena_printf(judgement->arena, "%s.%s",
			reliance->field->record, reliance->field->name) : NULL,
		.at = place_of(judgement, reliance),
	};
}

/* A run is there for all rules: scopes matter only to those that look for what they suspend. */
static bool concerns(const struct judgement *judgement, enum assumption assumption)
{
	if (assumption != ASSUMPTION_SCOPE_NEUTRAL)
		return true;
	for (unsigned e = 0; e < EVENT_KINDS_MAX; e++)
		if (judgement->sought[e] && engine_has_scopes(judgement->engine, e))
			return true;
	return false;
}

static void add_assumptions(const struct judgement *judgement, const struct footing *footing,
			    struct basis *basis)
{
	size_t room = footing->relied.count + ASSUMPTION_COUNT;

	basis->assumptions = arena_alloc(judgement->arena, room * sizeof(*basis->assumptions));
	for (int a = 0; a < ASSUMPTION_COUNT; a++) {
		vec_each(reliance, &footing->relied)
			if (reliance->assumption == (enum assumption)a &&
			    concerns(judgement, reliance->assumption))
				basis->assumptions[basis->nassumptions++] =
					describe(judgement, reliance);
		if (judgement->relies[a])
			basis->assumptions[basis->nassumptions++] = (struct basis_assumption){
				.name = assumption_name(a), .text = assumption_text(a),
				.about = judgement->relies[a],
			};
	}
}

const struct basis *make_basis(const struct judgement *judgement)
{
	struct basis *basis = arena_alloc(judgement->arena, sizeof(*basis));
	struct footing footing = { 0 };

	memcpy(basis->runs, judgement->read, sizeof(basis->runs));
	for (int blockable = 0; blockable < 2; blockable++)
		if (judgement->read[blockable])
			engine_footing(judgement->explorers[blockable],
				       judgement->runs[blockable], &footing);
	add_functions(judgement, &footing, basis);
	add_opaque(judgement, &footing, basis);
	add_assumptions(judgement, &footing, basis);
	footing_free(&footing);
	return basis;
}
