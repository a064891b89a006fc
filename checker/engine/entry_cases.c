// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cases at entry. Two pointers that memory held at entry are taken for two objects, as long as nothing says otherwise
 * ("no-alias"). Where a test asks later whether they are equal, and what both lead to was accessed before, what was
 * read is wrong for one of the answers. Then the function is explored anew in two cases: in one the pointers are
 * equal from the start, in the other they are not (disjunctive partitioning: Rival and Mauborgne, "The trace
 * partitioning abstract domain", 2007).
 */
#include "engine/entry_cases.h"
#include "engine/strategy.h"

static bool is_no_entry(const struct value *symbol, void *context)
{
	(void)context;
	return symbol->symbol->kind != SYMBOL_ENTRY;
}

/* The number of EQUALITY in CASE; its count: it is none of them. */
static uint32_t number_in(const struct entry_case *known, const struct value *equality)
{
	uint32_t i = 0;

	while (i < known->count && known->equality[i] != equality)
		i++;
	return i;
}

/* No case decides the equality that STATE asks for: what was read before proves nothing. */
static void give_up_equality(struct activation *activation, struct state *state)
{
	struct cause *cause = cause_at(activation, CAUSE_BUDGET, NULL, activation->info->key, NULL,
				       "equalities at entry");

	state->lost = cause_add(activation->engine, state->lost, cause);
	if (!activation->engine->strategy->leaves_ways_out)
		activation->gave_up = cause;
}

void equated(struct domain *domain, struct state *state, const struct equality *asked)
{
	struct activation *activation = domain->context;
	const struct entry_case *known = activation->entry_case;

	if (!known || activation->late || activation->gave_up || !state_took_apart(domain, state, asked))
		return;
	const struct value *equality = value_operation(domain->values, IR_EQ, asked->a, asked->b, 1, NULL);

	if (equality->kind != VALUE_OPERATION)
		return;
	if (known->count < EQUALITIES_MOST && number_in(known, equality) == known->count &&
	    !value_any_symbol(equality, is_no_entry, NULL))
		activation->late = equality;
	else
		give_up_equality(activation, state);
}

bool was_read(struct domain *domain, const struct state *state, const struct region *region, int64_t from,
	      int64_t to)
{
	struct activation *activation = domain->context;

	if (state->epoch)
		return true;
	vec_each(import, &activation->imports) {
		const struct place *place = import->place;

		if (!place)
			continue;
		if (place->region == region && place->offset < to && place->offset + (int64_t)place->width > from)
			return true;
		if (place->region->kind == REGION_ELEMENT && region_root(place->region) == region_root(region))
			return true;
	}
	return false;
}

bool is_decided_by_case(const struct activation *activation, const struct value *condition)
{
	const struct entry_case *known = activation->entry_case;

	for (uint32_t i = 0; i < known->count; i++)
		if (known->equality[i] == condition ||
		    (condition->kind == VALUE_OPERATION && condition->opcode == IR_NE &&
		     condition->a == known->equality[i]->a && condition->b == known->equality[i]->b))
			return true;
	return false;
}

void part_case(const struct entry_case *known, const struct value *equality, entry_cases *cases)
{
	for (int is_true = 1; is_true >= 0; is_true--) {
		struct entry_case next = *known;

		next.equality[next.count] = equality;
		next.is_true[next.count++] = is_true;
		vec_push(cases, next);
	}
}

bool begin_case(struct activation *activation, const struct entry_case *known, struct state *start)
{
	*start = (struct state){ 0 };
	for (uint32_t i = 0; i < known->count; i++)
		if (!state_assume_truth(&activation->domain, start, known->equality[i], known->is_true[i]))
			return false;
	return true;
}
