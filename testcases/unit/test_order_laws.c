/* layers: base ir domain */
// SPDX-License-Identifier: GPL-2.0-only
/*
 * What comparisons say of others. Five numbers are drawn, and what is true of pairs of them is assumed: nothing that is said of
 * another pair may be false. A chain of comparisons, in any order, must say what its ends are.
 */
#include "law_values.h"

enum {
	ROUNDS = 4000,
	NUMBERS = 5,
	ASSUMED = 8,
	WIDTH = 64,
};

static const enum ir_opcode comparisons[] = { IR_EQ, IR_NE, IR_ULT, IR_ULE, IR_SLT, IR_SLE };

struct drawn {
	struct setting s;
	struct state state;
	const struct value *symbols[NUMBERS];
	uint64_t bits[NUMBERS];
};

static void draw(struct drawn *drawn)
{
	static const char site;

	begin_setting(&drawn->s, 0, (const uint8_t[]){ 1 }, 1);
	for (uint32_t i = 0; i < NUMBERS; i++) {
		struct symbol symbol = { .kind = SYMBOL_ANY, .index = i, .site = &site };

		drawn->symbols[i] = value_symbol(drawn->s.values, &symbol, WIDTH);
		drawn->bits[i] = (uint64_t)laws_below(6) - 3;
	}
}

static const struct value *compare(struct drawn *drawn, enum ir_opcode opcode, uint32_t x, uint32_t y)
{
	return value_operation(drawn->s.values, opcode, drawn->symbols[x], drawn->symbols[y], 1, NULL);
}

static bool is_true(const struct drawn *drawn, enum ir_opcode opcode, uint32_t x, uint32_t y)
{
	return concrete_binary(opcode, WIDTH, drawn->bits[x], drawn->bits[y]);
}

static void check_pairs(struct drawn *drawn)
{
	for (uint32_t i = 0; i < NUMBERS * NUMBERS; i++) {
		for (uint32_t c = 0; c < sizeof(comparisons) / sizeof(*comparisons); c++) {
			uint32_t x = i % NUMBERS, y = i / NUMBERS;
			enum truth told = state_truth(&drawn->s.domain, &drawn->state,
						      compare(drawn, comparisons[c], x, y));

			law(told == TRUTH_UNKNOWN || (told == TRUTH_TRUE) == is_true(drawn, comparisons[c], x, y),
			    "%s is told to be %d", value_text(compare(drawn, comparisons[c], x, y)), told);
		}
	}
}

static void no_order_is_told_that_is_not(void **unused)
{
	(void)unused;
	laws_rounds(ROUNDS) {
		struct drawn drawn = { .state = { 0 } };

		draw(&drawn);
		for (uint32_t i = 0; i < ASSUMED; i++) {
			enum ir_opcode opcode = comparisons[laws_below(6)];
			uint32_t x = laws_below(NUMBERS), y = laws_below(NUMBERS);

			law(state_assume_truth(&drawn.s.domain, &drawn.state, compare(&drawn, opcode, x, y),
					       is_true(&drawn, opcode, x, y)),
			    "what is true cannot be assumed: %s", value_text(compare(&drawn, opcode, x, y)));
		}
		check_pairs(&drawn);
		end_setting(&drawn.s);
	}
}

/* Assumes that number X is at most number X + 1, or less: in one of the forms that say so. */
static bool assume_link(struct drawn *drawn, uint32_t x, enum ir_opcode less, enum ir_opcode at_most)
{
	bool strict = laws_one_in(3), swapped = laws_one_in(2);
	enum ir_opcode opcode = strict == swapped ? at_most : less;
	bool is_same = !strict && laws_one_in(3);
	const struct value *value = is_same ? compare(drawn, IR_EQ, x, x + 1) :
		swapped ? compare(drawn, opcode, x + 1, x) : compare(drawn, opcode, x, x + 1);

	law(state_assume_truth(&drawn->s.domain, &drawn->state, value, is_same || !swapped),
	    "a link cannot be assumed: %s", value_text(value));
	return strict;
}

static void the_ends_of_a_chain_are_in_order(void **unused)
{
	(void)unused;
	laws_rounds(ROUNDS) {
		struct drawn drawn = { .state = { 0 } };
		bool is_signed = laws_one_in(2), strict = false;
		enum ir_opcode less = is_signed ? IR_SLT : IR_ULT, at_most = is_signed ? IR_SLE : IR_ULE;
		uint32_t first = laws_below(NUMBERS - 1);

		draw(&drawn);
		for (uint32_t i = 0; i < NUMBERS - 1; i++)
			strict |= assume_link(&drawn, (first + i) % (NUMBERS - 1), less, at_most);
		const struct value *ends = compare(&drawn, strict ? less : at_most, 0, NUMBERS - 1);
		const struct value *back = compare(&drawn, strict ? at_most : less, NUMBERS - 1, 0);

		law(state_truth(&drawn.s.domain, &drawn.state, ends) == TRUTH_TRUE, "not told: %s", value_text(ends));
		law(state_truth(&drawn.s.domain, &drawn.state, back) == TRUTH_FALSE, "possible: %s", value_text(back));
		law(!state_assume_truth(&drawn.s.domain, &drawn.state, back, true), "assumed: %s", value_text(back));
		end_setting(&drawn.s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_order_is_told_that_is_not),
		cmocka_unit_test(the_ends_of_a_chain_are_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
