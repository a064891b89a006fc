// SPDX-License-Identifier: GPL-2.0-only
/* What a recursion does further down, with other arguments than the first call's. */
void __probe_value(long value);
void __probe_reached(void);
int unknown(void);

static void count_up(int level)
{
	if (level == 5)
		__probe_reached();	// yes
	if (level < 9)
		count_up(level + 1);
}

int test_constants_that_change(void)
{
	count_up(0);
	return 0;
}

struct node { struct node *next; int kind; };

static void follow(struct node *node, int first)
{
	if (!first)
		__probe_reached();	// yes
	if (node->next)
		follow(node->next, 0);
}

int test_a_constant_that_is_lost(struct node *node)
{
	follow(node, 1);
	return 0;
}

static void maybe(struct node *node, int kind)
{
	if (kind == 3)
		__probe_reached();	// yes
	if (node->next)
		maybe(node->next, node->kind);
}

int test_a_constant_that_becomes_unknown(struct node *node)
{
	maybe(node, 1);
	return 0;
}

static void never(struct node *node, int kind)
{
	if (kind == 3)
		__probe_reached();	// no
	if (node->next)
		never(node->next, kind);
}

int test_a_constant_that_stays(struct node *node)
{
	never(node, 1);
	return 0;
}

static void apart(struct node *a, struct node *b)
{
	if (a != b)
		__probe_reached();	// yes
	if (a->next)
		apart(a->next, b);
}

int test_what_is_the_same_at_first(struct node *node)
{
	apart(node, node);
	return 0;
}

/* ---- memory ---- */

struct frame { struct frame *up; int value; };

static void climb(struct frame *frame, int depth)
{
	struct frame mine = { frame, 0 };

	if (frame->up)
		frame->up->value = 1;
	if (depth > 0)
		climb(&mine, depth - 1);
}

int test_what_it_was_not_given_itself(int depth)
{
	struct frame frame = { 0, 0 };

	climb(&frame, depth);
	__probe_value(frame.value != 0);	// {0..1}
	return 0;
}

static struct frame *same(struct frame *frame, int depth)
{
	return depth > 0 ? same(frame, depth - 1) : frame;
}

int test_what_it_returns(int depth)
{
	struct frame frame = { 0, 0 };

	same(&frame, depth)->value = 2;
	__probe_value(frame.value != 0);	// {0..1}
	return 0;
}

static void keep(struct frame *frame, struct frame *other, int depth)
{
	frame->up = other;
	if (depth > 0)
		keep(frame, other, depth - 1);
}

int test_what_it_keeps(int depth)
{
	struct frame frame = { 0, 0 }, other = { 0, 0 };

	keep(&frame, &other, depth);
	frame.up->value = 3;
	__probe_value(other.value != 0);	// {0..1}
	return 0;
}

static void add(int *sum, int depth)
{
	*sum = depth;
	if (unknown())
		add(sum, depth + 1);
}

int test_what_it_writes(void)
{
	int sum = 0, other = 7;

	add(&sum, 1);
	__probe_value(sum == 3);	// {0..1}
	__probe_value(other);	// {7}
	return 0;
}

/* ---- pointers to the same ---- */

struct twin { struct twin *next; int kind; };

static void mark(struct twin *a, struct twin *b)
{
	a->kind = 1;
	if (b->kind == 1)
		__probe_reached();	// yes
	if (a->next)
		mark(a->next, b);
}

int test_the_same_at_first(void)
{
	struct twin last = { 0, 0 }, first = { &last, 0 };

	mark(&first, &first);
	return 0;
}

static void mark_later(struct twin *a, struct twin *b)
{
	a->kind = 1;
	if (b->kind == 1)
		__probe_reached();	// yes
	if (b->next)
		mark_later(b->next, b->next);
}

int test_the_same_later(void)
{
	struct twin last = { 0, 0 }, second = { &last, 0 }, first = { 0, 0 };

	mark_later(&first, &second);
	return 0;
}

static void mark_never(struct twin *a, struct twin *b, int depth)
{
	a->kind = 1;
	if (b->kind == 1)
		__probe_reached();	// no
	if (depth > 0)
		mark_never(a, b, depth - 1);
}

int test_the_same_never(int depth)
{
	struct twin a = { 0, 0 }, b = { 0, 0 };

	mark_never(&a, &b, depth);
	return 0;
}

/* ---- what is given away further down ---- */

void opaque(void *);

static void give(struct frame *frame, int depth)
{
	struct frame mine = { 0, 0 };

	opaque(frame);
	if (depth <= 0)
		return;
	give(&mine, depth - 1);
	__probe_value(mine.value == 0);	// {0..1}
}

int test_a_local_of_its_own(struct frame *frame, int depth)
{
	give(frame, depth);
	return 0;
}

static void give_up(struct frame *frame, int depth)
{
	opaque(frame);
	if (depth > 0)
		give_up(frame->up, depth - 1);
}

int test_a_local_first(struct frame *up, int depth)
{
	struct frame frame = { up, 0 };

	give_up(&frame, depth);
	__probe_value(frame.value == 0);	// {0..1}
	return 0;
}

static void give_further(struct frame *frame, int depth)
{
	struct frame mine = { 0, 0 }, next = { &mine, 0 };

	opaque(frame->up);
	if (depth <= 0)
		return;
	give_further(&next, depth - 1);
	__probe_value(mine.value == 0);	// {0..1}
}

int test_what_a_local_leads_to(struct frame *up, int depth)
{
	struct frame frame = { up, 0 };

	give_further(&frame, depth);
	__probe_value(frame.value);	// {0}
	return 0;
}
