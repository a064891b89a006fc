// SPDX-License-Identifier: GPL-2.0-only
/*
 * Footing: what a result rests on. While it explores, an activation notes only which
 * summaries it applied and which assumptions it made itself; the rest is gathered here
 * when somebody asks, by walking from summary to summary.
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

static bool makes(const struct reliance *known, enum assumption assumption,
		  const struct ir_field *field)
{
	return known->assumption == assumption && same_field(known->field, field);
}

void rely_on(struct activation *activation, enum assumption assumption,
	     const struct ir_inst *site, const struct ir_field *field)
{
	struct exploration *result = activation->result;

	/* without a result it only compares contexts */
	if (!result)
		return;
	vec_each(known, &result->relied)
		if (makes(known, assumption, field))
			return;
	vec_push(&result->relied,
		 (struct reliance){ assumption, activation->unit, site, field });
}

void rely_on_summary(struct activation *activation, const struct summary *summary)
{
	intmap_set(&activation->result->used, summary->number, (void *)summary);
}

/* ---- gathering ---- */

struct digging {
	struct engine *engine;
	struct footing *footing;
	struct intmap summaries;	/* numbers of those looked at */
};

static void add_function(struct footing *footing, struct function_ref ref)
{
	vec_each(known, &footing->functions)
		if (known->function == ref.function)
			return;
	vec_push(&footing->functions, ref);
}

static void add_reliance(struct footing *footing, const struct reliance *reliance)
{
	vec_each(known, &footing->relied)
		if (makes(known, reliance->assumption, reliance->field))
			return;
	vec_push(&footing->relied, *reliance);
}

static void dig(struct digging *digging, const struct exploration *result)
{
	const struct strmap *used = &result->used.base;

	vec_each(reliance, &result->relied)
		add_reliance(digging->footing, reliance);
	for (size_t i = 0; i < used->count; i++) {
		uint64_t number = used->entries[i].number;
		/* a stale one is gone, and all that rested on it */
		const struct summary *summary = digging->engine->summaries.data[number - 1];

		if (!summary || intmap_set(&digging->summaries, number, digging))
			continue;
		add_function(digging->footing, summary->info->ref);
		dig(digging, &summary->result);
	}
}

void engine_footing(struct engine *engine, const struct exploration *result,
		    struct footing *footing)
{
	struct digging digging = { .engine = engine, .footing = footing };
	cause_list met = { 0 };

	dig(&digging, result);
	intmap_free(&digging.summaries);
	causes_list(unresolved_causes(engine, result->met), &met);
	vec_each(cause, &met) {
		bool known = false;

		vec_each(other, &footing->opaque)
			known = known || *other == *cause;
		if (!known)
			vec_push(&footing->opaque, *cause);
	}
	vec_free(&met);
}

void footing_free(struct footing *footing)
{
	vec_free(&footing->functions);
	vec_free(&footing->relied);
	vec_free(&footing->opaque);
}
