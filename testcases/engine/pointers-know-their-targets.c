// SPDX-License-Identifier: GPL-2.0-only
/* A store through a pointer reaches each place that the pointer may point to, and no other. */
void __probe_value(long value);
void opaque(void *);
void __probe_reached(void);

struct box { int value, other; };

/* ---- known pointers in an array ---- */

int test_an_element_at_an_unknown_index(unsigned index)
{
	struct box a = { 0, 0 }, b = { 0, 0 };
	struct box *boxes[2] = { &a, &b };

	boxes[index & 1]->value = 1;
	__probe_value(a.value);		// {0..1}
	__probe_value(b.value);		// {0..1}
	__probe_value(a.value + b.value);	// {1}
	__probe_value(a.other);		// {0}
	return 0;
}

int test_the_same_index_again(unsigned index)
{
	struct box a = { 0, 0 }, b = { 0, 0 };
	struct box *boxes[2] = { &a, &b };

	boxes[index & 1]->value = 1;
	__probe_value(boxes[index & 1]->value);	// {1}
	return 0;
}

static int one(void) { return 1; }
static int two(void) { return 2; }

int test_functions_at_an_unknown_index(unsigned index)
{
	static int (*const table[2])(void) = { one, two };

	__probe_value(table[index & 1]());	// {1..2}
	return 0;
}

/* ---- tags ---- */

int test_a_tag_that_is_masked_out(void)
{
	int value = 0;
	unsigned long tagged = (unsigned long)&value | 1;

	*(int *)(tagged & ~1UL) = 5;
	__probe_value(value);		// {5}
	return 0;
}

int test_arithmetic_on_an_address(void)
{
	int cells[2] = { 0, 0 };

	*(int *)((unsigned long)cells + sizeof(int)) = 5;
	__probe_value(cells[0]);	// {0}
	__probe_value(cells[1]);	// {5}
	return 0;
}

/* ---- walks ---- */

int test_a_walk_hits_what_it_passes(int end)
{
	struct { int before; int cells[16]; } s = { 7 };
	int *at;

	for (at = s.cells; at != s.cells + (end & 15); at++)
		*at = 1;
	__probe_value(s.before);	// {7}
	__probe_value(s.cells[9] == 1);	// {0..1}
	return 0;
}

int test_backwards(unsigned index)
{
	int cells[4] = { 0 }, *last = &cells[3];

	last[-(int)(index & 3)] = 5;
	__probe_value(cells[0]);	// {0, 5}
	return 0;
}

/* ---- chains ---- */

struct level { int seen; struct level *up; };

static void see(struct level *level)
{
	for (; level; level = level->up)
		level->seen = 1;
}

int test_a_chain_of_variables(void)
{
	struct level top = { 0, 0 }, low = { 0, &top };

	see(&low);
	__probe_value(top.seen == 1);	// {0..1}
	return 0;
}

/* ---- tests ---- */

struct owner { int value; int *current; };

int test_equality_with_an_address(struct owner *owner)
{
	owner->value = 0;
	if (owner->current == &owner->value)
		*owner->current = 5;
	__probe_value(owner->value);	// {0, 5}
	return 0;
}

int test_what_was_there_at_entry_is_no_variable(struct owner *owner)
{
	int own = 0, *before = owner->current;

	opaque(&own);
	__probe_value(before == &own);	// {0}
	__probe_value(owner->current == &own);	// {0..1}
	return 0;
}

/* ---- structures ---- */

static void take(struct box *to, struct owner *owner)
{
	struct box local = { owner->value, 3 };

	*to = local;
}

int test_a_copy_in_a_callee_sees_what_the_caller_stored(struct owner *owner)
{
	struct box box;

	owner->value = 4;
	take(&box, owner);
	__probe_value(box.value);	// {4}
	__probe_value(box.other);	// {3}
	return 0;
}
