// SPDX-License-Identifier: GPL-2.0-only
/*
 * Assumptions of checker/engine/ASSUMPTIONS.md that need no model and no rule: what each claims, and where it
 * ends. The lines marked "wrong" are the page's examples of where it is wrong.
 */
void __probe_value(long value);
void __probe_reached(void);
void opaque(void *);
struct object *make(void);

struct object { int first, second; struct object *next; };

/* ---- no-alias ---- */

int test_no_alias(struct object *a, struct object *b)
{
	a->first = 1;
	b->first = 2;
	__probe_value(a->first);	// {1}
	/* wrong: the line above, where a is b */
	return 0;
}

int test_no_alias_ends_where_a_test_shows_one_object(struct object *a, struct object *b)
{
	a->first = 1;
	if (a != b)
		return 0;
	b->first = 2;
	__probe_value(a->first);	// {2}
	return 0;
}

int test_no_alias_is_not_assumed_of_a_member_of_one_type(struct object *a)
{
	a->first = 1;
	a->next->first = 2;
	__probe_value(a->first == 1);	// {0..1}
	__probe_value(a->next->first);	// {2}
	return 0;
}

int test_no_alias_is_assumed_of_members_of_two_names(struct object *a)
{
	a->first = 1;
	a->next->second = 2;
	__probe_value(a->first);	// {1}
	return 0;
}

int test_no_alias_ends_where_a_test_shows_two_objects(struct object *a)
{
	struct object *b = a->next;

	if (a == b)
		return 0;
	a->first = 1;
	b->first = 2;
	__probe_value(a->first);	// {1}
	return 0;
}

int test_no_alias_ends_where_a_test_comes_late(struct object *a, struct object *b)
{
	int value;

	a->first = 1;
	b->first = 2;
	value = a->first;
	if (a == b)
		__probe_value(value);	// {2}
	else
		__probe_value(value);	// {1}
	return 0;
}

int test_no_alias_ends_for_three_pointers(struct object *a, struct object *b, struct object *c)
{
	int value;

	a->first = 1;
	b->first = 2;
	c->first = 3;
	value = a->first;
	if (a == b && b == c)
		__probe_value(value);	// {3}
	else if (a == b)
		__probe_value(value);	// {2}
	else if (a == c)
		__probe_value(value);	// {3}
	else
		__probe_value(value);	// {1}
	return 0;
}

int test_no_alias_ends_for_a_late_test_of_a_member(struct object *a, struct object *b)
{
	int value;

	a->first = 1;
	b->next->first = 2;
	value = a->first;
	__probe_value(a == b->next ? value : 0);	// {0, 2}
	__probe_value(&a->second == &b->next->second ? 0 : value);	// {0..1}
	return 0;
}

int test_no_alias_is_not_assumed_of_what_others_may_have_replaced(struct object *a)
{
	struct object *before = a->next;

	opaque(a);
	before->first = 1;
	a->next->first = 2;
	__probe_value(before->first == 2);	// {0..1}
	return 0;
}

static void write_both(struct object *a, struct object *b)
{
	a->first = 1;
	b->first = 2;
	__probe_value(a->first);	// {2}
}

int test_no_alias_ends_where_the_caller_shows_one_object(struct object *a)
{
	write_both(a, a);
	return 0;
}

/* ---- frozen-range ---- */

int test_frozen_range(struct object *range)
{
	int before = range->first, beyond = range->next->first;

	opaque(range);	/* wrong if it casts and writes */
	__probe_value(range->first == before);	// {1}
	__probe_value(range->next->first == beyond);	// {0..1}
	return 0;
}

int test_frozen_range_ends_at_a_copy(struct object *range)
{
	struct object copy = *range;

	opaque(&copy);
	__probe_value(copy.first == range->first);	// {0..1}
	return 0;
}

/* ---- sequential ---- */

int test_sequential(struct object *p)
{
	int before = p->first;

	__probe_value(p->first == before);	// {1}
	opaque(0);
	__probe_value(p->first == before);	// {0..1}
	return 0;
}

int test_sequential_ends_at_volatile_reads(struct object *p)
{
	__probe_value(*(volatile int *)&p->first == p->first);	// {0..1}
	return 0;
}

/* ---- valid-address ---- */

int test_valid_address(struct object *p)
{
	__probe_value(&p->second == 0);	// {0}
	__probe_value(&p->first == 0);	// {0..1}
	return 0;
}

/* ---- defined-arithmetic ---- */

int test_defined_arithmetic(int x, unsigned n)
{
	__probe_value(x + 1 < x);	// {0..1}
	if (n > 31)
		__probe_value((1u << n) == 1);	// {0..1}
	return 0;
}

/* ---- little-endian ---- */

union word { unsigned whole; unsigned char bytes[4]; };

int test_little_endian(void)
{
	union word word = { .whole = 0x01020304 };

	__probe_value(word.bytes[0]);	// {4}
	__probe_value(word.whole);	// {16909060}
	return 0;
}

/* ---- initial-tables ---- */

struct table { int (*kept)(void), (*by_name)(void), (*by_pointer)(void), (*cleared)(void); };

static int one(void) { return 1; }
static int two(void) { return 2; }
static int three(void) { return 3; }

static struct table table = { .kept = one, .by_name = one, .by_pointer = one, .cleared = one };
static struct table shared = { .kept = one, .by_pointer = one };
static struct table copied = { .kept = one };

struct table *give_away(void) { return &shared; }

void assign(struct table *any, int which)
{
	table.by_name = which ? one : two;
	table.cleared = 0;
	any->kept = any->by_name = three;
	any->by_pointer = two;
	copied = *any;
}

int test_initial_tables(void)
{
	__probe_value(table.kept());	// {1}
	__probe_value(table.by_name());	// {1..2}
	__probe_value(table.by_pointer());	// {1}
	__probe_value(table.cleared != 0);	// {0..1}
	return 0;
}

int test_initial_tables_end_where_the_address_is_given_away_or_all_is_copied(void)
{
	__probe_value(shared.by_pointer() == 1);	// {0..1}
	__probe_value(shared.kept() == 1);	// {0..1}
	__probe_value(copied.kept() == 1);	// {0..1}
	return 0;
}

/* ---- asm ---- */

int test_asm(void)
{
	int out = 1, in = 2;

	asm("nop" : "=r" (out) : "r" (&in));	/* wrong if it writes to its input */
	__probe_value(out == 1);	// {0..1}
	__probe_value(in);	// {2}
	return 0;
}

int test_asm_that_clobbers_memory_changes_what_its_inputs_lead_to(void)
{
	int in = 2, pointed = 2, other = 2;

	asm volatile("nop" : : "m" (in), "r" (&pointed), "r" (other) : "memory");
	__probe_value(in == 2);	// {0..1}
	__probe_value(pointed == 2);	// {0..1}
	__probe_value(other);	// {2}
	return 0;
}

int test_asm_without_an_instruction_changes_nothing(void)
{
	int in = 2, out, pointed = 2;

	asm volatile("" : "=r" (out) : "0" (in), "r" (&pointed) : "memory");
	__probe_value(out);	// {2}
	__probe_value(pointed);	// {2}
	return 0;
}

/* ---- field-neutral, which the searcher alone assumes ---- */

int test_field_neutral_is_no_proof(struct object *p)
{
	int before = p->first;

	opaque(p);
	__probe_value(p->first == before);	// {0..1}
	return 0;
}

int test_searcher_field_neutral(struct object *p)
{
	if (p->first)
		return 0;
	opaque(p);
	if (p->first == 0)
		__probe_reached();	// depends on 0
	return 0;
}

int test_searcher_field_neutral_ends_at_objects_that_a_call_made(void)
{
	struct object *made = make();

	if (made->first)
		__probe_reached();	// depends on 1
	return 0;
}

int test_searcher_field_neutral_ends_at_locals_that_were_given_away(void)
{
	struct object mine = { 0 };

	opaque(&mine);
	if (mine.first)
		__probe_reached();	// depends on 1
	return 0;
}

int test_searcher_field_neutral_ends_at_a_member_whose_address_is_given(struct object *p)
{
	if (p->first)
		return 0;
	opaque(&p->first);
	if (p->first == 0)
		__probe_reached();	// depends on 1
	return 0;
}

int test_searcher_field_neutral_ends_at_a_member_whose_address_comes_through_a_local(struct object *p)
{
	int *first = &p->first, *where;

	if (p->first)
		return 0;
	where = first;
	opaque(where);
	if (p->first == 0)
		__probe_reached();	// depends on 1
	return 0;
}

int test_searcher_field_neutral_is_assumed_of_the_member_beside_it(struct object *p)
{
	int *where = &p->second;

	if (p->first)
		return 0;
	opaque(where);
	if (p->first == 0)
		__probe_reached();	// depends on 0
	return 0;
}

struct pair_of_addresses { int *a, *b; };

int test_searcher_field_neutral_ends_at_a_member_whose_address_is_in_a_local_structure(struct object *p)
{
	struct pair_of_addresses both = { 0, &p->second };

	if (p->second)
		return 0;
	opaque(&both);
	if (p->second == 0)
		__probe_reached();	// depends on 1
	return 0;
}

static int hand_on(int *where)
{
	opaque(where);
	return 0;
}

int test_searcher_field_neutral_ends_at_a_member_whose_address_a_callee_hands_on(struct object *p)
{
	if (p->first)
		return 0;
	hand_on(&p->first);
	if (p->first == 0)
		__probe_reached();	// depends on 1
	return 0;
}

static void hand_on_and_look(int *where, struct object *p)
{
	opaque(where);
	if (p->first == 0)
		__probe_reached();	// depends on 1
}

int test_searcher_field_neutral_ends_in_the_callee_that_hands_it_on(struct object *p)
{
	if (!p->first)
		hand_on_and_look(&p->first, p);
	return 0;
}

struct outer_object { int number; struct object inner; };

int test_searcher_field_neutral_ends_at_members_of_a_member_whose_address_is_given(struct outer_object *p)
{
	struct object *inner = &p->inner;

	if (p->inner.second)
		return 0;
	opaque(inner);
	if (p->inner.second == 0)
		__probe_reached();	// depends on 1
	return 0;
}
