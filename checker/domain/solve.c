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

/* Numbers that are tried in all, before and after a repair; and of one symbol. */
#define TRIES_FIRST 200
#define TRIES_MAX 4000
#define CANDIDATES_MAX 32

/* Addresses of objects: far apart, and aligned. */
#define FIRST_OBJECT ((uint64_t)0xffff888000000000)
#define OBJECT_DISTANCE ((uint64_t)1 << 20)

/* ---- computing with numbers ---- */

static const struct number unknown_number;

static struct number number(uint64_t bits, uint32_t width)
{
	return (struct number){ true, bits & width_mask(width) };
}

static struct number address_of(const struct solving *s, const struct region *region)
{
	struct number base, index;

	switch (region->kind) {
	case REGION_POINTEE:
		return solving_compute(s, region->value);
	case REGION_ELEMENT:
		base = address_of(s, region->parent);
		index = solving_compute(s, region->value);
		if (!base.known || !index.known)
			return unknown_number;
		base.bits += (uint64_t)region->offset +
			(uint64_t)sign_extend(index.bits, region->value->width) * region->stride;
		return base;
	default:
		return number(FIRST_OBJECT + region->id * OBJECT_DISTANCE, region->pointer_bits);
	}
}

static struct number compute_cast(const struct value *value, struct number a)
{
	uint64_t bits = value->opcode == IR_SEXT ?
		(uint64_t)sign_extend(a.bits, value->a->width) : a.bits;

	return number(bits, value->width);
}

static struct number divide(const struct value *value, uint64_t a, uint64_t b)
{
	uint32_t width = value->width;
	int64_t x = sign_extend(a, width), y = sign_extend(b, width);
	bool is_rest = value->opcode == IR_UREM || value->opcode == IR_SREM;

	if (!b)
		return unknown_number;
	if (value->opcode == IR_UDIV || value->opcode == IR_UREM)
		return number(is_rest ? a % b : a / b, width);
	if (y == -1)
		return number(is_rest ? 0 : 0 - a, width);
	return number((uint64_t)(is_rest ? x % y : x / y), width);
}

static struct number shift(const struct value *value, uint64_t a, uint64_t b)
{
	uint32_t width = value->width;

	if (b >= width)
		return unknown_number;
	switch (value->opcode) {
	case IR_SHL:
		return number(a << b, width);
	case IR_LSHR:
		return number(a >> b, width);
	default:
		return number((uint64_t)(sign_extend(a, width) >> b), width);
	}
}

static struct number compare(const struct value *value, uint64_t a, uint64_t b)
{
	uint32_t width = value->a->width;
	int64_t x = sign_extend(a, width), y = sign_extend(b, width);

	switch (value->opcode) {
	case IR_EQ:
		return number(a == b, 1);
	case IR_NE:
		return number(a != b, 1);
	case IR_SLT:
		return number(x < y, 1);
	case IR_SLE:
		return number(x <= y, 1);
	case IR_ULT:
		return number(a < b, 1);
	case IR_ULE:
		return number(a <= b, 1);
	default:
		return unknown_number;
	}
}

static struct number compute_binary(const struct value *value, uint64_t a, uint64_t b)
{
	switch (value->opcode) {
	case IR_ADD:
		return number(a + b, value->width);
	case IR_SUB:
		return number(a - b, value->width);
	case IR_MUL:
		return number(a * b, value->width);
	case IR_AND:
		return number(a & b, value->width);
	case IR_OR:
		return number(a | b, value->width);
	case IR_XOR:
		return number(a ^ b, value->width);
	case IR_SHL:
	case IR_LSHR:
	case IR_ASHR:
		return shift(value, a, b);
	case IR_UDIV:
	case IR_SDIV:
	case IR_UREM:
	case IR_SREM:
		return divide(value, a, b);
	default:
		return compare(value, a, b);
	}
}

struct number solving_compute(const struct solving *s, const struct value *value)
{
	const struct number *known;
	struct number a, b;

	switch (value->kind) {
	case VALUE_CONST:
		return number(value->bits, value->width);
	case VALUE_SYMBOL:
		known = intmap_get(&s->numbers, value->id);
		return known ? *known : unknown_number;
	case VALUE_ADDRESS:
		a = address_of(s, value->region);
		return a.known ? number(a.bits + (uint64_t)value->offset, value->width) : a;
	case VALUE_OPERATION:
		a = solving_compute(s, value->a);
		if (!a.known || !value->b)
			return a.known ? compute_cast(value, a) : a;
		b = solving_compute(s, value->b);
		return b.known ? compute_binary(value, a.bits, b.bits) : b;
	case VALUE_FILL:
		break;
	}
	return unknown_number;
}

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

uint32_t solving_group(struct solving *s, uint32_t index)
{
	while (s->constraints.data[index].group != index)
		index = s->constraints.data[index].group;
	return index;
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

static void add_candidate(candidates *list, const struct intset *range, uint64_t bits)
{
	bits &= width_mask(range->width);
	if (list->count == CANDIDATES_MAX || !intset_contains(range, bits))
		return;
	vec_each(known, list)
		if (*known == bits)
			return;
	vec_push(list, bits);
}

/* A pointer is tried as a new object first; anything else by small numbers, and by those it is compared with. */
void solving_candidates(struct solving *s, const struct value *symbol,
			const struct intset *range, candidates *list)
{
	uint64_t object = FIRST_OBJECT + ((uint64_t)1 << 44) + symbol->id * OBJECT_DISTANCE;

	if (intset_size(range) <= CANDIDATES_MAX)
		for (uint32_t i = 0; i < range->count; i++)
			for (uint64_t n = range->ranges[i].low; n - 1 != range->ranges[i].high; n++)
				add_candidate(list, range, n);
	if (symbol->width == 64)
		add_candidate(list, range, object);
	for (uint64_t n = 0; n < 4; n++)
		add_candidate(list, range, n);
	vec_each(bits, &s->interesting) {
		add_candidate(list, range, *bits);
		add_candidate(list, range, *bits + 1);
		add_candidate(list, range, *bits - 1);
	}
	for (uint32_t i = 0; i < range->count && i < 4; i++) {
		add_candidate(list, range, range->ranges[i].low);
		add_candidate(list, range, range->ranges[i].high);
		add_candidate(list, range, range->ranges[i].low | range->known_bits);
	}
	for (uint32_t bit = 0; bit < range->width; bit += range->width > 16 ? 8 : 1)
		add_candidate(list, range, ((uint64_t)1 << bit) | range->known_bits);
}

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
		struct number n = number(list.data[i], symbol->width);
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
