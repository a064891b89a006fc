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
