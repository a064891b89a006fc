// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looks for an input: a number for each symbol, so that all facts of a state hold. Sets of facts are
 * over-approximations: each may be possible, and all together impossible. An input that was found, and
 * computed with, shows that they are possible.
 *
 * The search is a backtracking one (Golomb and Baumert, "Backtrack programming", 1965): it takes a symbol,
 * tries a few numbers of its range, and assumes each, which narrows the rest. Facts that share no symbol are
 * solved apart. Where the search takes long, repair.c has its turn.
 */
#include "domain/solving.h"

/* Numbers that are tried in all, before and after a repair. */
#define TRIES_FIRST 200
#define TRIES_MAX 4000

/* ---- what must hold ---- */

/* The number of an outcome was chosen with the outcome: its facts are here. */
static bool is_choice(const struct value *value)
{
	return value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_OUTCOME;
}

static void add_constraint(struct solving *s, const struct value *value, const struct intset *set)
{
	struct constraint constraint = { value, set, (uint32_t)s->constraints.count };

	if (!is_choice(value) && value->kind != VALUE_CONST)
		vec_push(&s->constraints, constraint);
}

static bool add_fact(uint32_t key, const void *set, void *context)
{
	struct solving *s = context;

	add_constraint(s, value_by_id(s->domain->values, key), set);
	return true;
}

struct grouping {
	struct solving *solving;
	uint32_t index;		/* of the constraint that is looked at */
};

static bool group_symbol(const struct value *symbol, void *context)
{
	struct grouping *grouping = context;
	struct solving *s = grouping->solving;
	uintptr_t other = (uintptr_t)intmap_get(&s->groups, symbol->id);

	if (!other) {
		intmap_set(&s->groups, symbol->id, (void *)((uintptr_t)grouping->index + 1));
		return false;
	}
	uint32_t a = solving_group(s, (uint32_t)other - 1), b = solving_group(s, grouping->index);
	s->constraints.data[a > b ? a : b].group = a > b ? b : a;
	return false;
}

static void make_groups(struct solving *s)
{
	for (uint32_t i = 0; i < s->constraints.count; i++) {
		struct grouping grouping = { s, i };

		value_any_symbol(s->constraints.data[i].value, group_symbol, &grouping);
	}
}

/* Whether each constraint of GROUP whose symbols have numbers holds; *OPEN: some have none. */
static bool holds_so_far(struct solving *s, uint32_t group, bool *open)
{
	*open = false;
	for (uint32_t i = 0; i < s->constraints.count; i++) {
		const struct constraint *c = &s->constraints.data[i];

		if (solving_group(s, i) != group)
			continue;
		const struct number n = solving_compute(s, c->value);
		if (!n.known)
			*open = true;
		else if (!intset_contains(c->set, n.bits))
			return false;
	}
	return true;
}

/* Whether RANGES of what GROUP is about leave something, under the assumptions in STATE. */
static bool is_possible(struct solving *s, uint32_t group, const struct state *state)
{
	struct intset_pool *pool = values_pool(s->domain->values);

	for (uint32_t i = 0; i < s->constraints.count; i++) {
		const struct constraint *c = &s->constraints.data[i];

		if (solving_group(s, i) == group && c->value->kind == VALUE_OPERATION &&
		    intset_is_empty(intset_intersect(pool, c->set,
				state_range(s->domain, state, c->value))))
			return false;
	}
	return true;
}

/* ---- numbers to try ---- */

static void note_constants(struct solving *s, const struct value *value)
{
	if (value->kind == VALUE_CONST) {
		vec_push(&s->interesting, value->bits);
	} else if (value->kind == VALUE_OPERATION) {
		note_constants(s, value->a);
		if (value->b)
			note_constants(s, value->b);
	}
}

static void note_bounds(struct solving *s, const struct intset *set)
{
	for (uint32_t i = 0; i < set->count && i < 2; i++) {
		vec_push(&s->interesting, set->ranges[i].low);
		if (set->ranges[i].high != set->ranges[i].low)
			vec_push(&s->interesting, set->ranges[i].high);
	}
}

/* ---- the search ---- */

static bool note_symbol(const struct value *symbol, void *context)
{
	struct solving *s = context;

	vec_each(known, &s->symbols)
		if (*known == symbol)
			return false;
	vec_push(&s->symbols, symbol);
	return false;
}

/* The symbol without a number that has the fewest left. */
static const struct value *next_symbol(struct solving *s, const struct state *state)
{
	const struct value *next = NULL;
	uint64_t least = UINT64_MAX;

	vec_each(symbol, &s->symbols) {
		if (intmap_get(&s->numbers, (*symbol)->id))
			continue;
		uint64_t size = intset_size(state_range(s->domain, state, *symbol));
		if (!next || size < least) {
			next = *symbol;
			least = size;
		}
	}
	return next;
}

static bool solve_group(struct solving *s, uint32_t group, const struct state *state)
{
	struct intset_pool *pool = values_pool(s->domain->values);
	const struct value *symbol = next_symbol(s, state);
	candidates list = { 0 };
	bool solved = false, open;

	if (!symbol)
		return holds_so_far(s, group, &open) && !open;
	solving_candidates(s, symbol, state_range(s->domain, state, symbol), &list);
	for (size_t i = 0; i < list.count && !solved && s->tries++ < s->most_tries; i++) {
		struct number n = { true, list.data[i] };
		struct state next = *state;

		intmap_set(&s->numbers, symbol->id, &n);
		solved = holds_so_far(s, group, &open) &&
			state_assume(s->domain, &next, symbol,
				     intset_const(pool, symbol->width, n.bits)) &&
			is_possible(s, group, &next) && solve_group(s, group, &next);
		intmap_set(&s->numbers, symbol->id, NULL);
	}
	vec_free(&list);
	return solved;
}

/* A search goes astray where its first numbers are wrong, a repair where few fit. */
static bool solve_by_turns(struct solving *s, uint32_t group)
{
	s->tries = 0;
	s->most_tries = TRIES_FIRST;
	if (solve_group(s, group, s->state))
		return true;
	if (s->tries < s->most_tries)	/* nothing is left to try */
		return false;
	if (repair_numbers(s, group))
		return true;
	s->tries = 0;
	s->most_tries = TRIES_MAX;
	return solve_group(s, group, s->state);
}

static bool solve(struct solving *s)
{
	for (uint32_t group = 0; group < s->constraints.count; group++) {
		if (solving_group(s, group) != group)
			continue;
		vec_clear(&s->symbols);
		vec_clear(&s->interesting);
		for (uint32_t i = group; i < s->constraints.count; i++) {
			const struct constraint *c = &s->constraints.data[i];

			if (solving_group(s, i) != group)
				continue;
			value_any_symbol(c->value, note_symbol, s);
			note_constants(s, c->value);
			note_bounds(s, c->set);
		}
		if (!solve_by_turns(s, group))
			return false;
	}
	return true;
}

bool state_find_input(struct domain *domain, const struct state *state, const struct value *value,
		      const struct intset *set)
{
	struct solving s = { .domain = domain, .state = state };

	pmap_each(state->facts, add_fact, &s);
	if (value)
		add_constraint(&s, value, set);
	make_groups(&s);
	bool found = solve(&s);
	vec_free(&s.constraints);
	vec_free(&s.symbols);
	vec_free(&s.interesting);
	intmap_free(&s.groups);
	intmap_free(&s.numbers);
	return found;
}
