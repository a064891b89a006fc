// SPDX-License-Identifier: GPL-2.0-only
/*
 * Repairs an input: numbers for all symbols of a group, of which some break a constraint. One broken constraint
 * is taken at a time, and one of its symbols gets a number that keeps it: where the two sides of a comparison
 * meet, or beside. Of these the number that breaks the fewest constraints is taken (min-conflicts: Minton et
 * al., "Minimizing conflicts: a heuristic repair method", 1992), sometimes any, so that it does not go in circles.
 */
#include "domain/solving.h"

#define STARTS 6
#define REPAIRS 60
/* One repair in so many takes any number. */
#define ANY_ONE_IN 6
/* Larger groups are left alone: each repair looks at all of it. */
#define SYMBOLS_MAX 24

struct repair {
	struct solving *solving;
	uint32_t group;
	struct number numbers[SYMBOLS_MAX];	/* of solving->symbols, in their order */
	uint32_t seed;
};

struct repair_move {
	uint32_t symbol;	/* its number in solving->symbols */
	uint64_t bits;
};

typedef VEC(struct repair_move) repair_moves;

/* The same for the same group: a verdict must not differ between runs. */
static uint32_t choose_below(struct repair *r, uint32_t count)
{
	r->seed = r->seed * 1664525 + 1013904223;
	return (uint32_t)(((uint64_t)r->seed * count) >> 32);
}

static bool is_kept(struct repair *r, const struct constraint *c)
{
	const struct number n = solving_compute(r->solving, c->value);

	return n.known && intset_contains(c->set, n.bits);
}

/* How many constraints are broken; *ONE, if there is any, becomes one of them. */
static uint32_t count_broken(struct repair *r, const struct constraint **one)
{
	struct solving *s = r->solving;
	uint32_t broken = 0;

	vec_each(c, &s->constraints) {
		if (solving_group(s, c->group) != r->group || is_kept(r, c))
			continue;
		broken++;
		if (one && !choose_below(r, broken))
			*one = c;
	}
	return broken;
}

/* ---- numbers that may keep a constraint ---- */

static void add_move(struct repair *r, repair_moves *moves, uint32_t symbol, uint64_t bits)
{
	struct solving *s = r->solving;
	const struct value *value = s->symbols.data[symbol];
	struct repair_move move = { symbol, bits & width_mask(value->width) };

	if (move.bits != r->numbers[symbol].bits &&
	    intset_contains(state_range(s->domain, s->state, value), move.bits))
		vec_push(moves, move);
}

/* What VALUE is when symbol number SYMBOL is BITS; of a comparison the difference of its sides. */
static struct number compute_with(struct repair *r, const struct value *value, uint32_t symbol, uint64_t bits)
{
	struct number before = r->numbers[symbol], a, b = { true, 0 };
	bool compares = value->kind == VALUE_OPERATION && ir_is_compare(value->opcode);

	r->numbers[symbol].bits = bits;
	a = solving_compute(r->solving, compares ? value->a : value);
	if (compares)
		b = solving_compute(r->solving, value->b);
	r->numbers[symbol] = before;
	return (struct number){ a.known && b.known, a.bits - b.bits };
}

/* The number of symbol SYMBOL at which C's value, which it is a term of, is TARGET; and those beside. */
static void add_meeting(struct repair *r, repair_moves *moves, const struct constraint *c, uint32_t symbol,
			uint64_t target)
{
	uint32_t width = ir_is_compare(c->value->opcode) && c->value->kind == VALUE_OPERATION ?
		c->value->a->width : c->value->width;
	struct number low = compute_with(r, c->value, symbol, 0), high = compute_with(r, c->value, symbol, 1);
	uint64_t rise = (high.bits - low.bits) & width_mask(width), at;

	if (!low.known || !high.known || (rise != 1 && rise != width_mask(width)))
		return;
	at = rise == 1 ? target - low.bits : low.bits - target;
	add_move(r, moves, symbol, at);
	add_move(r, moves, symbol, at + 1);
	add_move(r, moves, symbol, at - 1);
}

static void add_moves(struct repair *r, repair_moves *moves, const struct constraint *c, uint32_t symbol)
{
	struct solving *s = r->solving;
	candidates list = { 0 };

	if (c->value->kind == VALUE_OPERATION && ir_is_compare(c->value->opcode)) {
		add_meeting(r, moves, c, symbol, 0);
	} else {
		for (uint32_t i = 0; i < c->set->count && i < 2; i++) {
			add_meeting(r, moves, c, symbol, c->set->ranges[i].low);
			add_meeting(r, moves, c, symbol, c->set->ranges[i].high);
		}
	}
	solving_candidates(s, s->symbols.data[symbol],
			   state_range(s->domain, s->state, s->symbols.data[symbol]), &list);
	for (size_t i = 0; i < list.count && i < 4; i++)
		add_move(r, moves, symbol, list.data[choose_below(r, (uint32_t)list.count)]);
	vec_free(&list);
}

static bool is_the_symbol(const struct value *symbol, void *context)
{
	return symbol == context;
}

static void find_moves(struct repair *r, repair_moves *moves, const struct constraint *c)
{
	vec_clear(moves);
	for (uint32_t i = 0; i < r->solving->symbols.count; i++)
		if (value_any_symbol(c->value, is_the_symbol, (void *)r->solving->symbols.data[i]))
			add_moves(r, moves, c, i);
}

/* ---- repairing ---- */

static uint32_t broken_after(struct repair *r, const struct repair_move *move)
{
	uint64_t before = r->numbers[move->symbol].bits;

	r->numbers[move->symbol].bits = move->bits;
	uint32_t broken = count_broken(r, NULL);
	r->numbers[move->symbol].bits = before;
	return broken;
}

static void make_best_move(struct repair *r, const repair_moves *moves)
{
	uint32_t best = choose_below(r, (uint32_t)moves->count), least = UINT32_MAX;

	if (choose_below(r, ANY_ONE_IN)) {
		for (uint32_t i = 0; i < moves->count; i++) {
			uint32_t broken = broken_after(r, &moves->data[i]);

			if (broken < least) {
				least = broken;
				best = i;
			}
		}
	}
	r->numbers[moves->data[best].symbol].bits = moves->data[best].bits;
}

/* Whether the state allows all numbers together: pointers may be known not to be equal, for instance. */
static bool are_allowed(struct repair *r)
{
	struct solving *s = r->solving;
	struct state state = *s->state;

	for (uint32_t i = 0; i < s->symbols.count; i++)
		if (!state_assume(s->domain, &state, s->symbols.data[i],
				  intset_const(values_pool(s->domain->values), s->symbols.data[i]->width,
					       r->numbers[i].bits)))
			return false;
	return true;
}

/* Numbers to begin with. */
static bool begin(struct repair *r)
{
	struct solving *s = r->solving;

	for (uint32_t i = 0; i < s->symbols.count; i++) {
		const struct value *symbol = s->symbols.data[i];
		candidates list = { 0 };

		solving_candidates(s, symbol, state_range(s->domain, s->state, symbol), &list);
		if (!list.count)
			return false;
		r->numbers[i] = (struct number){ true, list.data[choose_below(r, (uint32_t)list.count)] };
		intmap_set(&s->numbers, symbol->id, &r->numbers[i]);
		vec_free(&list);
	}
	return true;
}

static bool repair_once(struct repair *r)
{
	const struct constraint *broken = NULL;
	repair_moves moves = { 0 };
	bool fits = false;

	for (uint32_t i = 0; i < REPAIRS && !fits; i++) {
		fits = !count_broken(r, &broken);
		if (fits)
			break;
		find_moves(r, &moves, broken);
		if (!moves.count)
			break;
		make_best_move(r, &moves);
	}
	vec_free(&moves);
	return fits && are_allowed(r);
}

bool repair_numbers(struct solving *s, uint32_t group)
{
	struct repair r = { .solving = s, .group = group, .seed = 1 };
	bool fits = false;

	if (s->symbols.count > SYMBOLS_MAX)
		return false;
	for (uint32_t start = 0; start < STARTS && !fits; start++)
		fits = begin(&r) && repair_once(&r);
	vec_each(symbol, &s->symbols)
		intmap_set(&s->numbers, (*symbol)->id, NULL);
	return fits;
}
