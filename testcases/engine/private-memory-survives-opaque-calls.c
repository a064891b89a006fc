// SPDX-License-Identifier: GPL-2.0-only
void __probe_value(long value);
void __probe_reached(void);
void opaque(void *);
int unknown(void);

struct range { int (*handler)(struct range *); _Bool may_block; int *other; };

static int handler(struct range *r)
{
	return r->may_block ? 1 : 2;
}

static int walk(const struct range *r, void *elsewhere)
{
	opaque(elsewhere);
	unknown();
	return r->handler((struct range *)r);
}

int test_what_the_callee_keeps_to_itself(void *elsewhere)
{
	struct range range = { .handler = handler, .may_block = 0 };

	__probe_value(walk(&range, elsewhere));	// {2}
	__probe_value(range.may_block);	// {0}
	return 0;
}

static void give_away(struct range *r)
{
	opaque(r);
	__probe_value(r->may_block);	// {0..1}
}

int test_what_the_callee_gives_away(void)
{
	struct range range = { .handler = handler, .may_block = 0 };

	give_away(&range);
	__probe_value(range.may_block);	// {0..1}
	return 0;
}

static int indirectly(struct range *r, int *same)
{
	*same = 5;
	opaque(r);
	return *same;
}

int test_what_it_points_to_is_given_away_too(void)
{
	int mine = 1;
	struct range range = { .other = &mine };

	__probe_value(indirectly(&range, &mine) == 5);	// {0..1}
	__probe_value(mine == 5);	// {0..1}
	return 0;
}

/* ---- what is given away leads to more, which only a caller knows ---- */

struct box { struct range *inner; };

static void pass(struct box *box)
{
	opaque(box);
}

static void pass_on(struct box *box, struct range *other)
{
	pass(box);
	__probe_value(other->may_block);	// {0..1}
}

int test_what_a_box_leads_to(void)
{
	struct range inside = { .handler = handler }, outside = { .handler = handler };
	struct box box = { .inner = &inside };

	pass_on(&box, &outside);
	__probe_value(inside.may_block);	// {0..1}
	__probe_value(outside.may_block);	// {0}
	__probe_value(outside.handler(&outside));	// {2}
	return 0;
}

static void put(struct box *box, struct range *range)
{
	box->inner = range;
}

static void put_and_pass(struct box *box, struct range *range)
{
	put(box, range);
	pass(box);
}

int test_what_is_put_into_a_box(void)
{
	struct range early = { .handler = handler }, late = { .handler = handler };
	struct box box = { 0 }, other = { 0 };

	put_and_pass(&box, &early);
	__probe_value(early.may_block);	// {0..1}
	put(&other, &late);
	__probe_value(late.may_block);	// {0}
	pass(&other);
	__probe_value(late.may_block);	// {0..1}
	return 0;
}

struct chain { struct chain *next; int value; };

static void pass_chain(struct chain *chain)
{
	opaque(chain);
}

int test_a_chain_of_locals(void)
{
	struct chain last = { 0, 1 }, middle = { &last, 1 }, first = { &middle, 1 }, apart = { 0, 1 };

	pass_chain(&first);
	__probe_value(last.value == 2);	// {0..1}
	__probe_value(apart.value);	// {1}
	return 0;
}

/* ---- a pointer in what was given away may be another ---- */

static int other_handler(struct range *r)
{
	__probe_reached();	// depends on 1
	return 0;
}

struct range elsewhere = { .handler = other_handler };

int test_searcher_a_pointer_that_was_given_away(void)
{
	struct range range = { .handler = handler };

	opaque(&range);
	return range.handler(&range);
}

static int call_inside(struct range *range)
{
	return range->handler(range);
}

int test_searcher_a_pointer_that_a_callee_loads(void)
{
	struct range range = { .handler = handler };

	opaque(&range);
	return call_inside(&range);
}

struct way { struct way *next; struct range *range; };

static int far_handler(struct range *r)
{
	__probe_reached();	// depends on 1
	return 0;
}

struct range far_away = { .handler = far_handler };

static int call_at_the_end(struct way *way)
{
	struct range *range = way->next->next->next->next->range;

	return range->handler(range);
}

static int down_1(struct way *way) { return call_at_the_end(way); }
static int down_2(struct way *way) { return down_1(way); }
static int down_3(struct way *way) { return down_2(way); }
static int down_4(struct way *way) { return down_3(way); }
static int down_5(struct way *way) { return down_4(way); }
static int down_6(struct way *way) { return down_5(way); }
static int down_7(struct way *way) { return down_6(way); }

int test_searcher_a_pointer_that_a_callee_far_below_loads(struct way *way)
{
	opaque(way->next->next->next->next->range);
	return down_7(way);
}

/* ---- what was written before ---- */

static void write_and_pass(struct box *box, struct range *other)
{
	other->may_block = 1;
	opaque(box);
}

static void pass_write_pass(struct box *box, struct range *other)
{
	opaque(box);
	other->may_block = 1;
	opaque(box);
}

static void pass_fill_pass(struct box *box, struct range *other)
{
	opaque(box);
	*other = (struct range){ .handler = handler, .may_block = 1 };
	opaque(box);
}

static void write_below_and_pass(struct box *box, struct range *other)
{
	write_and_pass(box, other);
	opaque(box);
}

int test_what_was_written_before(int which)
{
	struct range inside = { .handler = handler }, other = { .handler = handler };
	struct box box = { .inner = &inside };

	if (which == 1)
		write_and_pass(&box, &other);
	else if (which == 2)
		pass_write_pass(&box, &other);
	else if (which == 3)
		pass_fill_pass(&box, &other);
	else
		write_below_and_pass(&box, &other);
	if (which == 2)
		__probe_value(other.may_block);	// {0..1}
	else if (which == 3)
		__probe_value(other.may_block);	// {0..1}
	else
		__probe_value(other.may_block);	// {0..1}
	return 0;
}
