/* layers: base ir domain */
// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sets of integers against brute force: random sets of few bits, and every number in them.
 *
 * intset.h promises over-approximation. Exact, and checked as such: the constructors, the meet
 * and the complement of sets of few ranges. The union is the least upper bound in the order
 * of intset_subset(), which sees less than the members do: {1, 3} with bit 0 known is a part of
 * {0..3}, and 0..3 with bit 0 known is no part of {1, 3}.
 */
#include "laws.h"

#include <string.h>

enum {
	NUMBERS = 256,
	WIDTH = 8,		/* bits; at most */
	ROUNDS = 3000,
	ROUNDS_OF_PAIRS = 600,
};

struct members {
	bool has[NUMBERS];
	uint32_t count;
};

static struct intset_pool *pool;

static struct members members_of(const struct intset *set)
{
	struct members members = { .count = 0 };

	for (uint32_t x = 0; x <= width_mask(set->width); x++)
		members.count += members.has[x] = intset_contains(set, x);
	return members;
}

/* Whether all of INNER is in OUTER. */
static bool is_part(const struct members *inner, const struct members *outer)
{
	for (uint32_t x = 0; x < NUMBERS; x++)
		if (inner->has[x] && !outer->has[x])
			return false;
	return true;
}

static uint32_t random_width(void)
{
	return laws_one_in(8) ? WIDTH : 1 + laws_below(6);
}

/* The text of SET, which lives until the eighth call from now. */
static const char *text(const struct intset *set)
{
	static char texts[8][1000];
	static unsigned next;
	struct strbuf out = { 0 };
	char *to = texts[next++ % 8];

	intset_print(set, false, &out);
	snprintf(to, sizeof(texts[0]), "%s/%u bits, known %#llx as %#llx", strbuf_text(&out),
		 set->width, (unsigned long long)set->known_mask,
		 (unsigned long long)set->known_bits);
	strbuf_free(&out);
	return to;
}

/* ---- constructors and questions ---- */

static void constructors_hold_what_they_say(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		uint32_t width = random_width();
		uint64_t a = random_bits(width), b = random_bits(width), all = width_mask(width);
		struct members range = members_of(intset_range(pool, width, a, b));
		struct members bits = members_of(intset_bits(pool, width, a, b));

		for (uint64_t x = 0; x <= all; x++) {
			bool between = a <= b ? x >= a && x <= b : x >= a || x <= b;

			law(range.has[x] == between, "range %d..%d: %d", (int)a, (int)b, (int)x);
			law(bits.has[x] == ((x & a) == (a & b)), "bits %#x of %#x: %#x", (int)b,
			    (int)a, (int)x);
		}
		law(members_of(intset_full(pool, width)).count == all + 1, "full");
		law(members_of(intset_empty(pool, width)).count == 0, "empty");
	}
}

static void questions_are_answered_for_every_member(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		const struct intset *set = random_set(pool, random_width());
		struct members members = members_of(set);
		int64_t low, high;

		law(!intset_is_empty(set) || !members.count, "empty: %s", text(set));
		law(intset_is_full(set) == (members.count == width_mask(set->width) + 1),
		    "full: %s", text(set));
		law(!intset_is_const(set) || members.count == 1, "constant: %s", text(set));
		law(intset_size(set) >= members.count, "size: %s", text(set));
		if (intset_is_empty(set))
			continue;
		intset_signed_bounds(set, &low, &high);
		for (uint32_t x = 0; x < NUMBERS; x++) {
			int64_t number = sign_extend(x, set->width);

			if (!members.has[x])
				continue;
			law(x >= intset_min(set), "least: %s, %u", text(set), x);
			law(number >= low && number <= high, "bounds: %s, %u", text(set), x);
			law((x & set->known_mask) == set->known_bits, "bits: %s, %u", text(set), x);
		}
	}
}

static void equal_sets_are_one_object(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		uint32_t width = random_width(), count = 1 + laws_below(6);
		const struct intset *parts[6], *up, *down;

		for (uint32_t i = 0; i < count; i++)
			parts[i] = random_range(pool, width);
		up = down = intset_empty(pool, width);
		for (uint32_t i = 0; i < count; i++) {
			up = intset_union(pool, up, parts[i]);
			down = intset_union(pool, down, parts[count - 1 - i]);
		}
		law(up == down, "%s and %s", text(up), text(down));
	}
}

/* ---- order, join, meet ---- */

static void parts_are_a_partial_order(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		uint32_t width = random_width();
		const struct intset *a = random_set(pool, width), *b = random_set(pool, width);
		const struct intset *c = random_set(pool, width);
		const struct intset *ab = intset_union(pool, a, b), *abc = intset_union(pool, ab, c);
		struct members in_a = members_of(a), in_b = members_of(b);

		law(intset_subset(a, a), "reflexive: %s", text(a));
		law(!intset_subset(a, b) || is_part(&in_a, &in_b), "members: %s in %s", text(a), text(b));
		law(!(intset_subset(a, b) && intset_subset(b, a)) || a == b,
		    "antisymmetric: %s and %s", text(a), text(b));
		law(!(intset_subset(a, b) && intset_subset(b, c)) || intset_subset(a, c),
		    "transitive: %s in %s in %s", text(a), text(b), text(c));
		law(intset_subset(a, abc) || !intset_subset(a, ab) || !intset_subset(ab, abc),
		    "transitive: %s in %s in %s", text(a), text(ab), text(abc));
		law(intset_subset(intset_empty(pool, width), a), "bottom in %s", text(a));
		law(intset_subset(a, intset_full(pool, width)), "%s in top", text(a));
	}
}

static void the_union_is_the_least_upper_bound(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		uint32_t width = random_width();
		const struct intset *a = random_set(pool, width), *b = random_set(pool, width);
		const struct intset *c = random_set(pool, width);
		const struct intset *ab = intset_union(pool, a, b);
		struct members in_a = members_of(a), in_b = members_of(b), in_ab = members_of(ab);

		law(intset_subset(a, ab) && intset_subset(b, ab), "upper bound: %s, %s: %s", text(a),
		    text(b), text(ab));
		law(is_part(&in_a, &in_ab) && is_part(&in_b, &in_ab), "members: %s, %s: %s", text(a),
		    text(b), text(ab));
		law(ab == intset_union(pool, b, a), "commutative: %s, %s", text(a), text(b));
		law(a == intset_union(pool, a, a), "idempotent: %s", text(a));
		law(ab == intset_union(pool, ab, a), "absorbs: %s, %s: %s, then %s", text(a), text(b),
		    text(ab), text(intset_union(pool, ab, a)));
		law(!intset_subset(b, a) || ab == a, "absorbs: %s, %s: %s", text(a), text(b), text(ab));
		if (a->count + b->count + c->count > INTSET_RANGES_MAX)
			continue;
		law(intset_union(pool, ab, c) == intset_union(pool, a, intset_union(pool, b, c)),
		    "associative: %s, %s, %s", text(a), text(b), text(c));
		law(!(intset_subset(a, c) && intset_subset(b, c)) || intset_subset(ab, c),
		    "least: %s, %s in %s, but %s", text(a), text(b), text(c), text(ab));
	}
}

static void the_meet_is_exact(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		uint32_t width = random_width();
		const struct intset *a = random_set(pool, width), *b = random_set(pool, width);
		const struct intset *meet = intset_intersect(pool, a, b);
		struct members in_a = members_of(a), in_b = members_of(b), in_meet = members_of(meet);

		for (uint32_t x = 0; x < NUMBERS; x++)
			law(a->count + b->count > INTSET_RANGES_MAX ?
			    in_meet.has[x] >= (in_a.has[x] && in_b.has[x]) :
			    in_meet.has[x] == (in_a.has[x] && in_b.has[x]),
			    "%s and %s: %s, %u", text(a), text(b), text(meet), x);
		law(meet == intset_intersect(pool, b, a), "commutative: %s, %s", text(a), text(b));
		law(a == intset_intersect(pool, a, a), "idempotent: %s", text(a));
	}
}

static void the_complement_of_ranges_is_exact(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		uint32_t width = random_width();
		const struct intset *ranges = random_ranges(pool, width, 12);
		const struct intset *set = random_set(pool, width);
		struct members in = members_of(ranges), in_set = members_of(set);
		struct members out = members_of(intset_complement(pool, ranges));
		struct members out_of_set = members_of(intset_complement(pool, set));

		for (uint32_t x = 0; x <= width_mask(width); x++) {
			law(in.has[x] != out.has[x], "not %s: %u", text(ranges), x);
			law(!in_set.has[x] || !out_of_set.has[x] || set->count == INTSET_RANGES_MAX,
			    "not %s: %u", text(set), x);
		}
	}
}

/* ---- operations ---- */

/* X OPCODE Y is Z: what leads to Z keeps X and Y. What it keeps of A leads to Z, or loses its gaps. */
static void check_operands(enum ir_opcode opcode, const struct intset *a, const struct intset *b,
			   uint32_t x, uint32_t y, uint64_t z)
{
	const struct intset *only = intset_const(pool, a->width, z);

	if (!intset_are_small(a, b))
		return;
	const struct intset *left = intset_operand(pool, opcode, false, a, b, only);
	const struct intset *right = intset_operand(pool, opcode, true, b, a, only);

	law(intset_contains(left, x), "left of %s, for %u: %u", text(a), (unsigned)z, x);
	law(intset_contains(right, y), "right of %s, for %u: %u", text(b), (unsigned)z, y);
	for (uint32_t other = 0; other < NUMBERS && left->count < INTSET_RANGES_MAX; other++) {
		bool leads = !intset_contains(left, other);

		for (uint32_t i = 0; i < NUMBERS && !leads; i++)
			leads = intset_contains(b, i) && (!concrete_defined(opcode, a->width, other, i) ||
				concrete_binary(opcode, a->width, other, i) == z);
		law(leads, "left of %s, for %u: keeps %u", text(a), (unsigned)z, other);
	}
}

/* Every OPCODE of A's members and B's is in RESULT, and in its meets with A and B. */
static void check_binary(enum ir_opcode opcode, const struct intset *a, const struct intset *b)
{
	const struct intset *result = intset_binary(pool, opcode, a, b);
	struct members in_a = members_of(a), in_b = members_of(b), in = members_of(result);
	struct members meet_a = members_of(intset_intersect(pool, result, a));
	struct members meet_b = members_of(intset_intersect(pool, b, result));

	for (uint32_t x = 0; x < NUMBERS; x++) {
		for (uint32_t y = 0; y < NUMBERS; y++) {
			if (!in_a.has[x] || !in_b.has[y] ||
			    !concrete_defined(opcode, a->width, x, y))
				continue;
			uint64_t z = concrete_binary(opcode, a->width, x, y);

			if (laws_one_in(50))
				check_operands(opcode, a, b, x, y, z);
			law(in.has[z], "%s of %s and %s: %s, but %u and %u give %u",
			    ir_opcode_name(opcode), text(a), text(b), text(result), x, y,
			    (unsigned)z);
			law(meet_a.has[z] >= in_a.has[z] && meet_b.has[z] >= in_b.has[z],
			    "%s of %s and %s, met with them: %u", ir_opcode_name(opcode), text(a),
			    text(b), (unsigned)z);
		}
	}
}

static void arithmetic_holds_every_result(void **state)
{
	(void)state;
	laws_rounds(ROUNDS_OF_PAIRS) {
		uint32_t width = random_width();

		for (enum ir_opcode opcode = IR_ADD; opcode <= IR_ONES; opcode++) {
			const struct intset *a = random_set(pool, width), *b = random_set(pool, width);

			if (laws_one_in(3))	/* several are precise for constants alone */
				b = intset_const(pool, width, laws_below(width + 2));
			check_binary(opcode, a, b);
		}
	}
}

static uint64_t random_member(const struct intset *set)
{
	const struct int_range *range = &set->ranges[laws_below(set->count)];
	uint64_t span = range->high - range->low;
	uint64_t x = range->low + (span == UINT64_MAX ? laws_random() : laws_random() % (span + 1));

	switch (laws_below(4)) {
	case 0:
		return range->low;
	case 1:
		return range->high;
	default:
		return (x & ~set->known_mask) | set->known_bits;
	}
}

/* The same where no brute force reaches, by samples. */
/* A set of few members keeps them apart: {1, 5} << 2 is {4, 20} and nothing else. */
static void shifts_by_a_constant_are_exact(void **state)
{
	static const enum ir_opcode opcodes[] = { IR_SHL, IR_LSHR, IR_ASHR };
	const uint64_t members[] = { 1, 5 }, by = 2, expected[3][2] = { { 4, 20 }, { 0, 1 }, { 0, 1 } };

	(void)state;
	for (int i = 0; i < 3; i++) {
		const struct intset *set = intset_union(pool, intset_const(pool, 8, members[0]),
							intset_const(pool, 8, members[1]));
		const struct intset *want = intset_union(pool, intset_const(pool, 8, expected[i][0]),
							 intset_const(pool, 8, expected[i][1]));
		const struct intset *shifted = intset_binary(pool, opcodes[i], set, intset_const(pool, 8, by));

		law(shifted->count == want->count && intset_min(shifted) == intset_min(want) &&
		    intset_size(shifted) == intset_size(want), "exact: %s", text(shifted));
	}
}

static void wide_arithmetic_holds_every_sample(void **state)
{
	static const uint8_t widths[] = { 16, 31, 32, 33, 63, 64 };

	(void)state;
	laws_rounds(ROUNDS) {
		uint32_t width = widths[laws_below(sizeof(widths))];
		enum ir_opcode opcode = IR_ADD + laws_below(IR_ONES - IR_ADD + 1);
		const struct intset *a = random_set(pool, width), *b = laws_one_in(3) ?
			intset_const(pool, width, laws_below(width)) : random_set(pool, width);
		const struct intset *result = intset_binary(pool, opcode, a, b);

		for (int i = 0; i < 40 && a->count && b->count; i++) {
			uint64_t x = random_member(a), y = random_member(b);

			if (!intset_contains(a, x) || !intset_contains(b, y) ||
			    !concrete_defined(opcode, width, x, y))
				continue;
			law(intset_contains(result, concrete_binary(opcode, width, x, y)),
			    "%s of %s and %s: %s, but %#llx and %#llx", ir_opcode_name(opcode),
			    text(a), text(b), text(result), (unsigned long long)x,
			    (unsigned long long)y);
		}
	}
}

static void casts_hold_every_result_and_come_back(void **state)
{
	(void)state;
	laws_rounds(ROUNDS) {
		uint32_t from = random_width(), to = random_width();
		enum ir_opcode opcode = to < from ? IR_TRUNC : laws_one_in(2) ? IR_ZEXT : IR_SEXT;
		const struct intset *a = random_set(pool, from), *target = random_set(pool, to);
		const struct intset *cast = intset_cast(pool, opcode, a, to);
		const struct intset *back = intset_uncast(pool, opcode, target, from);

		for (uint32_t x = 0; x <= width_mask(from); x++) {
			uint64_t y = concrete_cast(opcode, from, to, x);

			law(!intset_contains(a, x) || intset_contains(cast, y), "%s of %s: %s, %u",
			    ir_opcode_name(opcode), text(a), text(cast), x);
			law(!intset_contains(target, y) || intset_contains(back, x),
			    "%s into %s: %s, %u", ir_opcode_name(opcode), text(target), text(back), x);
		}
	}
}

/* ---- comparisons ---- */

struct comparing {
	enum ir_opcode opcode;
	const struct intset *a, *b;
	enum truth truth;
	const struct intset *left[2], *right[2];	/* what is left of a and b, by outcome */
};

static void check_pair(const struct comparing *c, uint32_t x, uint32_t y)
{
	bool outcome = concrete_compare(c->opcode, c->a->width, x, y);

	law(c->truth == TRUTH_UNKNOWN || c->truth == (enum truth)outcome, "%s of %s and %s: %u and %u",
	    ir_opcode_name(c->opcode), text(c->a), text(c->b), x, y);
	law(intset_contains(c->left[outcome], x), "left of %s, %s %s is %d: %s without %u",
	    text(c->a), ir_opcode_name(c->opcode), text(c->b), outcome, text(c->left[outcome]), x);
	law(intset_contains(c->right[outcome], y), "right of %s, %s %s is %d: %s without %u",
	    text(c->b), ir_opcode_name(c->opcode), text(c->a), outcome, text(c->right[outcome]), y);
}

static void comparisons_decide_and_narrow_soundly(void **state)
{
	(void)state;
	laws_rounds(ROUNDS_OF_PAIRS) {
		uint32_t width = random_width();

		for (enum ir_opcode opcode = IR_EQ; opcode <= IR_ULE; opcode++) {
			const struct intset *a = random_set(pool, width), *b = random_set(pool, width);
			struct comparing c = { opcode, a, b, intset_compare(opcode, a, b), { 0 }, { 0 } };
			struct members in_a = members_of(a), in_b = members_of(b);

			for (int truth = 0; truth < 2; truth++) {
				c.left[truth] = intset_narrow(pool, opcode, false, truth, a, b);
				c.right[truth] = intset_narrow(pool, opcode, true, truth, b, a);
				struct members left = members_of(c.left[truth]);

				law(is_part(&left, &in_a) || a->count == INTSET_RANGES_MAX,
				    "%s narrowed to %s", text(a), text(c.left[truth]));
			}
			for (uint32_t x = 0; x < NUMBERS; x++)
				for (uint32_t y = 0; y < NUMBERS; y++)
					if (in_a.has[x] && in_b.has[y])
						check_pair(&c, x, y);
		}
	}
}

static int make_pool(void **state)
{
	(void)state;
	pool = intset_pool_new();
	return 0;
}

static int free_pool(void **state)
{
	(void)state;
	intset_pool_free(pool);
	return 0;
}

#define pooled(test) cmocka_unit_test_setup_teardown(test, make_pool, free_pool)

int main(void)
{
	const struct CMUnitTest tests[] = {
		pooled(constructors_hold_what_they_say),
		pooled(questions_are_answered_for_every_member),
		pooled(equal_sets_are_one_object),
		pooled(parts_are_a_partial_order),
		pooled(the_union_is_the_least_upper_bound),
		pooled(the_meet_is_exact),
		pooled(the_complement_of_ranges_is_exact),
		pooled(arithmetic_holds_every_result),
		pooled(shifts_by_a_constant_are_exact),
		pooled(wide_arithmetic_holds_every_sample),
		pooled(casts_hold_every_result_and_come_back),
		pooled(comparisons_decide_and_narrow_soundly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
