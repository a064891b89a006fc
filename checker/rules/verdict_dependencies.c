// SPDX-License-Identifier: GPL-2.0-only
/* Puts the engine's dependencies of a verdict into words for people. */
#include <string.h>

#include "rules/judge.h"

static const char *copy(const struct judgement *judgement, const char *text)
{
	return text ? arena_strdup(judgement->arena, text) : NULL;
}

/* ---- functions ---- */

static int by_place(const void *a, const void *b)
{
	const struct dependency_function *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (!order)
		order = x->line < y->line ? -1 : x->line > y->line;
	return order ? order : strcmp(x->name, y->name);
}

/* "mutex_lock"; "trace_*" for a model of all functions with that prefix. */
static const char *name_of(const struct judgement *judgement, struct function_ref ref)
{
	const char *name = ir_plain_name(ref.unit->symbols.data[ref.function->symbol].name);

	if (ref.is_model && starts_with(name, MODEL_PREFIX))
		return arena_printf(judgement->arena, "%s*", name + strlen(MODEL_PREFIX));
	return copy(judgement, name);
}

static struct dependency_function describe_function(const struct judgement *judgement,
						    struct function_ref ref)
{
	const struct ir_loc *loc = &ref.function->loc;

	return (struct dependency_function){
		.name = name_of(judgement, ref),
		.file = copy(judgement, loc->file ? ref.unit->files.data[loc->file] : ""),
		.line = loc->line, .is_model = ref.is_model,
	};
}

/* Each unit that includes a header has a copy of its functions. They count once. */
static void add_functions(const struct judgement *judgement,
			  const struct result_dependencies *found,
			  struct verdict_dependencies *told)
{
	size_t count = found->functions.count, kept = 0;
	struct dependency_function *all = arena_alloc(judgement->arena, (count + 1) * sizeof(*all));

	for (size_t i = 0; i < count; i++)
		all[i] = describe_function(judgement, found->functions.data[i]);
	if (count)
		qsort(all, count, sizeof(*all), by_place);
	for (size_t i = 0; i < count; i++)
		if (!kept || by_place(&all[kept - 1], &all[i]))
			all[kept++] = all[i];
	told->functions = all;
	told->nfunctions = kept;
}

/* ---- calls that were not explored ---- */

static const char *describe_call(const struct judgement *judgement, const struct cause *cause)
{
	if (cause->callee)
		return copy(judgement, ir_plain_name(cause->callee));
	if (cause->field)
		return arena_printf(judgement->arena, "through %s.%s", cause->field->record,
				    cause->field->name);
	return cause->kind == CAUSE_INDIRECT ? "through a pointer" : NULL;
}

static void add_opaque(const struct judgement *judgement,
		       const struct result_dependencies *found,
		       struct verdict_dependencies *told)
{
	struct strings all = { 0 };

	vec_each(cause, &found->opaque) {
		const char *text = describe_call(judgement, *cause);

		if (text)
			vec_push(&all, (char *)text);
	}
	sort_strings(&all);
	told->nopaque = all.count;
	told->opaque = arena_copy(judgement->arena, all.data, all.count * sizeof(*all.data));
	vec_free(&all);
}

/* ---- assumptions ---- */

static const char *place_of(const struct judgement *judgement, const struct assumption_made *made)
{
	const struct ir_inst *site = made->site;

	if (!site || !site->loc.file)
		return NULL;
	return arena_printf(judgement->arena, "%s:%u",
			    made->unit->files.data[site->loc.file], site->loc.line);
}

static struct dependency_assumption describe(const struct judgement *judgement,
					     const struct assumption_made *made)
{
	return (struct dependency_assumption){
		.name = assumption_name(made->assumption),
		.text = assumption_text(made->assumption),
		.about = made->field ? arena_printf(judgement->arena, "%s.%s",
			made->field->record, made->field->name) : NULL,
		.at = place_of(judgement, made),
	};
}

/* All rules read the same runs. Scopes matter only to a rule that looks for the events that they suspend. */
static bool concerns(const struct judgement *judgement, enum assumption assumption)
{
	if (assumption != ASSUMPTION_SCOPE_NEUTRAL)
		return true;
	for (unsigned e = 0; e < EVENT_KINDS_MAX; e++)
		if (judgement->sought[e] && engine_has_scopes(judgement->engine, e))
			return true;
	return false;
}

static void add_assumptions(const struct judgement *judgement,
			    const struct result_dependencies *found,
			    struct verdict_dependencies *told)
{
	size_t room = found->assumptions.count + ASSUMPTION_COUNT;

	told->assumptions = arena_alloc(judgement->arena, room * sizeof(*told->assumptions));
	for (int a = 0; a < ASSUMPTION_COUNT; a++) {
		vec_each(made, &found->assumptions)
			if (made->assumption == (enum assumption)a &&
			    concerns(judgement, made->assumption))
				told->assumptions[told->nassumptions++] =
					describe(judgement, made);
		if (judgement->assumes[a])
			told->assumptions[told->nassumptions++] = (struct dependency_assumption){
				.name = assumption_name(a), .text = assumption_text(a),
				.about = judgement->assumes[a],
			};
	}
}

const struct verdict_dependencies *make_dependencies(const struct judgement *judgement)
{
	struct verdict_dependencies *told = arena_alloc(judgement->arena, sizeof(*told));
	struct result_dependencies found = { 0 };

	memcpy(told->runs, judgement->read, sizeof(told->runs));
	for (int blockable = 0; blockable < 2; blockable++)
		if (judgement->read[blockable])
			engine_dependencies(judgement->explorers[blockable],
				       judgement->runs[blockable], &found);
	add_functions(judgement, &found, told);
	add_opaque(judgement, &found, told);
	add_assumptions(judgement, &found, told);
	result_dependencies_free(&found);
	return told;
}
