// SPDX-License-Identifier: GPL-2.0-only
#include "engine/spending.h"

#include <string.h>

#include "engine/internal.h"

static void add_search(const struct engine *search, bool is_searcher, struct spending *spending)
{
	size_t *most = &spending->contexts[is_searcher];

	vec_each(summary, &search->summaries) {
		size_t states = *summary ? (*summary)->result.outcomes.count : 0;

		spending->summaries += *summary != NULL;
		spending->states += states;
		if (states > spending->most_states)
			spending->most_states = states;
	}
	for (size_t i = 0; i < search->functions.base.count; i++) {
		const struct function_info *info = search->functions.base.entries[i].value;

		/* each search counts as it does against its budget */
		size_t contexts = is_searcher ? info->summaries.count : count_usable_summaries(info);

		if (contexts > *most)
			*most = contexts;
	}
	spending->contexts_budget[is_searcher] = search->options.budgets.summaries;
	spending->memory += arena_used(search->arena) + search->kept;
}

static void add_pair(const struct search_pair *pair, struct spending *spending)
{
	spending->steps[0] += pair->prover->steps;
	add_search(pair->prover, false, spending);
	if (!pair->searcher)
		return;
	spending->steps[1] += pair->searcher->steps;
	add_search(pair->searcher, true, spending);
}

void engine_spending(const struct engine *engine, struct spending *spending)
{
	const struct search_pair *pair = engine->pair;

	*spending = (struct spending){ .functions = engine_functions_explored(engine) };
	add_pair(pair, spending);
	if (pair->locks)
		add_pair(pair->locks->pair, spending);
	if (pair->detailed)
		add_pair(pair->detailed->pair, spending);
	if (pair->anew)
		add_pair(pair->anew->pair, spending);
}

bool cause_lacks_targets(const struct cause *cause)
{
	struct field_targets targets = { 0 };

	if (cause->kind != CAUSE_BUDGET || !cause->field)
		return false;
	program_field_targets(cause->engine->program, cause->field->record, cause->field->name,
			      &targets);
	bool lacks = !targets.count;
	vec_free(&targets);
	return lacks;
}

size_t cause_budget(const struct cause *cause)
{
	const struct budgets *budgets = &cause->engine->options.budgets;
	const struct { const char *name; size_t amount; } amounts[] = {
		{ "steps per function", budgets->steps },
		{ "steps in all", budgets->all_steps },
		{ "states per block", budgets->states_per_block },
		{ "call depth", budgets->call_depth },
		{ "targets of a function pointer", budgets->targets },
		{ "memory", budgets->memory >> 20 },
	};

	for (size_t i = 0; cause->detail && i < sizeof(amounts) / sizeof(*amounts); i++)
		if (!strcmp(cause->detail, amounts[i].name))
			return amounts[i].amount;
	return 0;
}
