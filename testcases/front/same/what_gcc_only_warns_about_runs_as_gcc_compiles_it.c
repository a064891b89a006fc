// SPDX-License-Identifier: GPL-2.0-only
/* Conversions without a cast, implicit declarations, missing types and values. */
struct cell { long number; };
struct other { long number; };
struct table { int (*get)(struct cell *); long (*plain)(int); };

static struct cell cells[2] = { { 7 }, { 9 } };
static void *kept = 0x1234;
static tally = 3;

static narrow(void *p) { return p; }
static void *widen(long value) { return value; }
static long number_of(struct other *other) { return other->number; }
static long twice(long value) { return value * 2; }
static void count(void) { return tally++; }

static struct table table = { .get = number_of, .plain = twice };

static int first_if(int take)
{
	if (!take)
		return;
	return cells[0].number;
}

static long untyped(a, b)
	long a;
{
	return a - b;
}

static long later_sum(int many)
{
	return later(many) + later(1);
}

int later(int value)
{
	return value * 10;
}

long test(void)
{
	unsigned long address = (void *)17;
	long *numbers = (long)cells;
	struct other *other = &cells[1];
	void *p = 5;
	long sum = address + (long)p + (long)kept;

	count();
	sum += narrow(0x100000002L) + (long)widen(40) + tally;
	sum += numbers[0] + other->number + table.get(other) + table.plain(4);
	sum += first_if(1) + untyped(50L, 8) + later_sum(3);
	p = sum;
	return p;
}
