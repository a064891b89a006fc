/* layers: base ir domain */
// SPDX-License-Identifier: GPL-2.0-only
/*
 * Symbols over time against one run: four cells of memory, a random program in a loop, and a state
 * that follows it, joined at the loop's head now and then. What the state says of two cells (equal,
 * less, their ranges) must be so at each step, and no step that the run takes may be infeasible.
 */
#include "law_values.h"

enum {
	ROUNDS = 2000,
	STEPS = 40,
	CELLS = 4,
	SITES = 2,
	WIDTH = 8,
};

struct run {
	struct setting s;
	struct state state, head;	/* now, and at the head of the loop */
	bool has_head;
	uint8_t cells[CELLS];		/* what is there in this run */
	uint32_t sites;			/* that values come from */
};

static const char function, block, draws[SITES], calls[SITES];

/* Cells 0 and 1 are a variable that no call reaches, 2 and 3 one that every call does. */
static const struct region *variable_of(const struct run *run, uint32_t cell)
{
	return region_local(run->s.values, &function, cell / 2, "v");
}

static bool is_second(struct domain *domain, const struct state *state, const struct region *region)
{
	(void)domain, (void)state;
	return region->index == 1;
}

static const struct value *load(struct run *run, uint32_t cell)
{
	return state_load(&run->s.domain, &run->state, variable_of(run, cell), cell % 2 * WIDTH, WIDTH,
			  NULL);
}

static void store(struct run *run, uint32_t cell, const struct value *value, uint8_t bits)
{
	state_store(&run->s.domain, &run->state, variable_of(run, cell), cell % 2 * WIDTH, WIDTH, NULL,
		    value);
	run->cells[cell] = bits;
}

/* ---- steps ---- */

/* Some value comes from outside, at one of the sites. */
static void draw(struct run *run, uint32_t cell)
{
	uint32_t site = laws_below(run->sites);
	struct symbol symbol = { .kind = SYMBOL_ANY, .site = &draws[site] };

	state_age(&run->s.domain, &run->state, &draws[site]);
	store(run, cell, value_symbol(run->s.values, &symbol, WIDTH), (uint8_t)laws_below(4));
}

static void call(struct run *run)
{
	const void *site = &calls[laws_below(SITES)];

	state_age(&run->s.domain, &run->state, site);
	state_havoc(&run->s.domain, &run->state, site);
	for (uint32_t cell = 2; cell < CELLS; cell++)
		if (laws_one_in(2))
			run->cells[cell] = (uint8_t)laws_below(4);
}

/* The branch that the run takes on a comparison of two cells, or of one with a constant. */
static void branch(struct run *run, uint32_t cell, uint32_t other)
{
	enum ir_opcode opcode = IR_EQ + laws_below(IR_ULE - IR_EQ + 1);
	bool constant = laws_one_in(2);
	uint8_t bits = constant ? (uint8_t)laws_below(4) : run->cells[other];
	const struct value *right = constant ? value_const(run->s.values, WIDTH, bits) : load(run, other);
	const struct value *condition = value_operation(run->s.values, opcode, load(run, cell), right, 1,
							NULL);
	bool truth = concrete_compare(opcode, WIDTH, run->cells[cell], bits);

	law(state_assume_truth(&run->s.domain, &run->state, condition, truth),
	    "%s is not %d for %u and %u", value_text(condition), truth, run->cells[cell], bits);
}

static void come_round(struct run *run)
{
	if (run->has_head)
		run->state = state_join(&run->s.domain, &run->head, &run->state, &block, laws_one_in(3));
	run->head = run->state;
	run->has_head = true;
}

static void take_step(struct run *run)
{
	uint32_t cell = laws_below(CELLS), other = laws_below(CELLS);
	uint8_t add = (uint8_t)laws_below(3);

	switch (laws_below(12)) {
	default:
		draw(run, cell);
		break;
	case 1:
		call(run);
		break;
	case 2:
		branch(run, cell, other);
		break;
	case 3:
		come_round(run);
		break;
	case 4:
		store(run, cell, value_operation(run->s.values, IR_ADD, load(run, cell),
			value_const(run->s.values, WIDTH, add), WIDTH, NULL),
		      (uint8_t)(run->cells[cell] + add));
		break;
	case 5:
	case 6:
	case 7:
		store(run, cell, load(run, other), run->cells[other]);
		break;
	}
}

/* ---- what the state says ---- */

static void check_pair(struct run *run, uint32_t x, uint32_t y)
{
	static const enum ir_opcode opcodes[] = { IR_EQ, IR_ULT, IR_SLE };

	for (uint32_t i = 0; i < sizeof(opcodes) / sizeof(*opcodes); i++) {
		const struct value *condition = value_operation(run->s.values, opcodes[i], load(run, x),
								load(run, y), 1, NULL);
		enum truth truth = state_truth(&run->s.domain, &run->state, condition);

		law(truth == TRUTH_UNKNOWN || truth == (enum truth)concrete_compare(opcodes[i], WIDTH,
								run->cells[x], run->cells[y]),
		    "cells %u and %u are %u and %u, but %s is %d", x, y, run->cells[x], run->cells[y],
		    value_text(condition), truth);
	}
}

static void check_cells(struct run *run)
{
	for (uint32_t x = 0; x < CELLS; x++) {
		const struct intset *range = state_range(&run->s.domain, &run->state, load(run, x));

		law(intset_contains(range, run->cells[x]), "cell %u is %u, not in %s", x, run->cells[x],
		    set_text(range));
		for (uint32_t y = 0; y < CELLS; y++)
			check_pair(run, x, y);
	}
}

/* Others have the address of the variable that every call reaches. */
static void give_away_second(struct run *run)
{
	const struct region *second = variable_of(run, 2);

	run->state.escaped = pmap_set(run->s.domain.arena, run->state.escaped, second->id, second);
}

static void states_follow_every_run(void **unused)
{
	(void)unused;
	laws_rounds(ROUNDS) {
		struct run run = { .sites = 1 + laws_below(SITES) };

		begin_setting(&run.s, 0, (const uint8_t[]){ 1 }, 1);
		run.s.domain.exposed = is_second;
		give_away_second(&run);
		for (uint32_t cell = 0; cell < CELLS; cell++)
			run.cells[cell] = (uint8_t)laws_below(4);
		for (uint32_t step = 0; step < STEPS; step++) {
			take_step(&run);
			check_cells(&run);
		}
		end_setting(&run.s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_follow_every_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
