/* layers: base ir domain */
// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values and facts against brute force: random expressions over two symbols. A simplified value is
 * equal to what was asked for, whatever the symbols are. A fact holds for every assignment that
 * the assumptions allow; where an assumption is refused there is none.
 */
#include "law_values.h"

enum {
	ROUNDS = 4000,
	SAMPLES = 40,
	ASSUMPTIONS = 5,
	ASSIGNMENTS = 256,	/* two symbols of four bits */
};

static const uint8_t all_widths[] = { 1, 1, 2, 3, 8, 16, 31, 32, 64 };
static const uint8_t few_bits[] = { 1, 1, 2, 3, 4 };

static void simplified_values_are_equal(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		struct values *values = values_new(64);
		struct nodes nodes;

		random_nodes(&nodes, values, 12, all_widths, sizeof(all_widths));
		for (uint32_t sample = 0; sample < SAMPLES; sample++) {
			struct assignment given;

			for (uint32_t i = 0; i < SYMBOLS; i++)
				given.symbols[i] = random_bits(nodes.widths[i]);
			struct numbers numbers = evaluate(&nodes, &given);

			for (uint32_t i = 0; i < nodes.count; i++) {
				uint64_t bits;

				law(nodes.list[i].value->width == nodes.list[i].width,
				    "width of node %u, %s", i, value_text(nodes.list[i].value));
				if (!numbers.defined[i])
					continue;
				law(evaluate_value(nodes.list[i].value, &given, NULL, NULL, &bits) &&
				    bits == numbers.bits[i], "node %u (%s) is %#llx, not %s", i,
				    ir_opcode_name(nodes.list[i].opcode),
				    (unsigned long long)numbers.bits[i], value_text(nodes.list[i].value));
			}
		}
		values_free(values);
	}
}

/* ---- facts ---- */

/* Assumptions on the way, and the assignments that all of them allow. */
struct path {
	struct domain *domain;
	struct nodes nodes;
	struct state state;
	struct assignment given[ASSIGNMENTS];
	struct numbers numbers[ASSIGNMENTS];
	uint32_t count;
};

/* All assignments for which C says what every node is. */
static void begin_path(struct path *path, struct domain *domain)
{
	struct assignment given;

	path->domain = domain;
	path->state = (struct state){ .memory = NULL };
	path->count = 0;
	random_nodes(&path->nodes, domain->values, 7, few_bits, sizeof(few_bits));
	each_assignment(&path->nodes, &given) {
		struct numbers numbers = evaluate(&path->nodes, &given);
		bool defined = true;

		for (uint32_t i = 0; i < path->nodes.count; i++)
			defined &= numbers.defined[i];
		if (!defined)
			continue;
		path->given[path->count] = given;
		path->numbers[path->count++] = numbers;
	}
}

/* Assumes that a random node lies in a random set; false: that was refused. */
static bool assume_something(struct path *path)
{
	uint32_t node = laws_below(path->nodes.count), kept = 0;
	const struct value *value = path->nodes.list[node].value;
	bool truth = laws_one_in(2), as_truth = value->width == 1 || laws_one_in(3);
	const struct intset *set = random_set(values_pool(path->domain->values), value->width);

	for (uint32_t i = 0; i < path->count; i++) {
		uint64_t bits = path->numbers[i].bits[node];

		if (as_truth ? !!bits != truth : !intset_contains(set, bits))
			continue;
		path->given[kept] = path->given[i];
		path->numbers[kept++] = path->numbers[i];
	}
	path->count = kept;
	return as_truth ? state_assume_truth(path->domain, &path->state, value, truth) :
		state_assume(path->domain, &path->state, value, set);
}

/* Facts, ranges and truths of the state hold under every assignment that is left. */
static void check_path(const struct path *path)
{
	for (uint32_t i = 0; i < path->count; i++) {
		const struct value *broken = broken_fact(path->domain, &path->state, &path->given[i],
							 NULL, NULL);

		law(!broken, "the fact about %s forbids %llu, %llu", value_text(broken),
		    (unsigned long long)path->given[i].symbols[0],
		    (unsigned long long)path->given[i].symbols[1]);
		for (uint32_t n = 0; n < path->nodes.count; n++) {
			const struct value *value = path->nodes.list[n].value;
			const struct intset *range = state_range(path->domain, &path->state, value);
			enum truth truth = state_truth(path->domain, &path->state, value);
			uint64_t bits = path->numbers[i].bits[n];

			law(intset_contains(range, bits), "%s is %llu, not in %s", value_text(value),
			    (unsigned long long)bits, set_text(range));
			law(truth == TRUTH_UNKNOWN || truth == (enum truth)!!bits, "truth of %s: %llu",
			    value_text(value), (unsigned long long)bits);
		}
	}
}

static void facts_hold_for_whatever_was_not_excluded(void **state)
{
	static struct path path;

	(void)state;
	laws_rounds(ROUNDS) {
		struct values *values = values_new(64);
		struct domain domain = { .values = values, .arena = values_arena(values) };

		begin_path(&path, &domain);
		for (int i = 0; i < ASSUMPTIONS; i++) {
			bool feasible = assume_something(&path);

			law(feasible || !path.count, "refused, but %llu, %llu is possible",
			    (unsigned long long)path.given[0].symbols[0],
			    (unsigned long long)path.given[0].symbols[1]);
			if (!feasible)
				break;
			check_path(&path);
		}
		values_free(values);
	}
}

/* What is assumed of a symbol itself is found again, whole: only there facts are exact. */
static void a_fact_about_a_symbol_is_kept_whole(void **state)
{
	static struct path path;

	(void)state;
	laws_rounds(ROUNDS) {
		struct values *values = values_new(64);
		struct domain domain = { .values = values, .arena = values_arena(values) };
		struct intset_pool *pool = values_pool(values);

		begin_path(&path, &domain);
		const struct value *symbol = path.nodes.list[0].value;
		const struct intset *first = random_set(pool, symbol->width);
		const struct intset *second = random_set(pool, symbol->width);
		const struct intset *both = intset_intersect(pool, first, second);
		bool feasible = state_assume(&domain, &path.state, symbol, first) &&
				state_assume(&domain, &path.state, symbol, second);

		law(feasible != intset_is_empty(both), "feasible %d: %s", feasible, set_text(both));
		law(!feasible || state_range(&domain, &path.state, symbol) == both, "not %s",
		    set_text(both));
		values_free(values);
	}
}

/* One fact under an assignment; where C does not say what it is about, it is not true. */
struct strict_check {
	struct domain *domain;
	const struct assignment *given;
};

static bool is_true(uint32_t key, const void *set, void *context)
{
	const struct strict_check *check = context;
	uint64_t bits;

	return evaluate_value(value_by_id(check->domain->values, key), check->given, NULL, NULL, &bits) &&
	       intset_contains(set, bits);
}

static void check_feasibility(struct path *path, enum feasibility feasibility)
{
	bool is_possible = false, may_be = false;
	struct assignment given;

	each_assignment(&path->nodes, &given) {
		struct strict_check check = { path->domain, &given };

		is_possible |= pmap_each(path->state.facts, is_true, &check);
		may_be |= !broken_fact(path->domain, &path->state, &given, NULL, NULL);
	}
	law(!is_possible || feasibility == FEASIBLE, "possible, and found to be %d", feasibility);
	law(may_be || feasibility == INFEASIBLE, "impossible, and found to be %d", feasibility);
}

/* Numbers that make all facts true are found, if there are any. */
static void facts_are_possible_together_or_not(void **state)
{
	static struct path path;

	(void)state;
	laws_rounds(ROUNDS / 4) {
		struct values *values = values_new(64);
		struct domain domain = { .values = values, .arena = values_arena(values) };
		bool feasible = true;

		begin_path(&path, &domain);
		for (int i = 0; i < ASSUMPTIONS && feasible; i++) {
			feasible = assume_something(&path);
			if (feasible)
				check_feasibility(&path, state_feasibility(&domain, &path.state, NULL, NULL));
		}
		values_free(values);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(simplified_values_are_equal),
		cmocka_unit_test(facts_hold_for_whatever_was_not_excluded),
		cmocka_unit_test(a_fact_about_a_symbol_is_kept_whole),
		cmocka_unit_test(facts_are_possible_together_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
