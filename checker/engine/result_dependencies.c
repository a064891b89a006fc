// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a result depends on. While it explores, an activation notes only the summaries that it applied
 * and the assumptions that it made itself. The rest is gathered here, on demand, from summary to summary.
 */
#include <string.h>

#include "engine/internal.h"

static const struct {
	const char *name, *text;
} assumptions[] = {
#define X(suffix, name, text) [ASSUMPTION_##suffix] = { name, text },
	ASSUMPTIONS(X)
#undef X
};

const char *assumption_name(enum assumption assumption)
{
	return assumptions[assumption].name;
}

const char *assumption_text(enum assumption assumption)
{
	return assumptions[assumption].text;
}

/* ---- noting ---- */

static bool same_field(const struct ir_field *a, const struct ir_field *b)
{
	if (!a || !b)
		return a == b;
	return !strcmp(a->name, b->name) && !strcmp(a->record, b->record);
}

static bool makes(const struct assumption_made *known, enum assumption assumption,
		  const struct ir_field *field)
{
	return known->assumption == assumption && same_field(known->field, field);
}

void note_assumption(struct activation *activation, enum assumption assumption,
		     const struct ir_inst *site, const struct ir_field *field)
{
	struct exploration *result = activation->result;

	/* without a result it only compares contexts */
	if (!result)
		return;
	vec_each(known, &result->assumptions)
		if (makes(known, assumption, field))
			return;
	vec_push(&result->assumptions,
		 (struct assumption_made){ assumption, activation->unit, site, field });
}

void note_summary(struct activation *activation, const struct summary *summary)
{
	intmap_set(&activation->result->used, summary->number, (void *)summary);
}

/* ---- gathering ---- */

struct dependency_walk {
	struct engine *engine;
	struct result_dependencies *dependencies;
	struct intmap summaries;	/* numbers of those visited */
};

static void add_function(struct result_dependencies *dependencies, struct function_ref ref)
{
	vec_each(known, &dependencies->functions)
		if (known->function == ref.function)
			return;
	vec_push(&dependencies->functions, ref);
}

static void add_assumption(struct result_dependencies *dependencies,
			   const struct assumption_made *made)
{
	vec_each(known, &dependencies->assumptions)
		if (makes(known, made->assumption, made->field))
			return;
	vec_push(&dependencies->assumptions, *made);
}

static void walk_summaries(struct dependency_walk *walk, const struct exploration *result)
{
	const struct strmap *used = &result->used.base;

	vec_each(made, &result->assumptions)
		add_assumption(walk->dependencies, made);
	for (size_t i = 0; i < used->count; i++) {
		uint64_t number = used->entries[i].number;
		/* NULL: stale, and dropped, as all that depended on it */
		const struct summary *summary = walk->engine->summaries.data[number - 1];

		if (!summary || intmap_set(&walk->summaries, number, walk))
			continue;
		add_function(walk->dependencies, summary->info->ref);
		walk_summaries(walk, &summary->result);
	}
}

void engine_dependencies(struct engine *engine, const struct exploration *result,
			 struct result_dependencies *dependencies)
{
	struct dependency_walk walk = { .engine = engine, .dependencies = dependencies };
	cause_list met = { 0 };

	walk_summaries(&walk, result);
	intmap_free(&walk.summaries);
	causes_list(unresolved_causes(engine, result->met), &met);
	vec_each(cause, &met) {
		bool known = false;

		vec_each(other, &dependencies->opaque)
			known = known || *other == *cause;
		if (!known)
			vec_push(&dependencies->opaque, *cause);
		if ((*cause)->in_scope)
			add_assumption(dependencies, &(struct assumption_made){
				ASSUMPTION_SCOPE_NEUTRAL, (*cause)->unit, (*cause)->site, NULL });
	}
	vec_free(&met);
}

void result_dependencies_free(struct result_dependencies *dependencies)
{
	vec_free(&dependencies->functions);
	vec_free(&dependencies->assumptions);
	vec_free(&dependencies->opaque);
}
