// SPDX-License-Identifier: GPL-2.0-only
static int hidden(int value)
{
	asm("" : "=r" (value) : "0" (value));
	return value;
}

static long kept(long value)
{
	asm volatile("" : "+r" (value) : : "memory");
	return value;
}

static long swapped(long a, long b)
{
	long x, y;

	asm("" : "=r" (x), "=r" (y) : "1" (a), "0" (b));
	return x * 1000 + y;
}

static int seen(int value)
{
	int *place = &value;

	asm volatile("" : : "r" (place) : "memory");
	return value;
}

static short narrowed(int value)
{
	short half;

	asm("" : "=r" (half) : "0" ((short)value));
	return half;
}

long test(void)
{
	int n = 3, before;

	before = n;
	asm volatile("" : : "r" (n++));
	return hidden(-7) + kept(100) + swapped(12, 34) + seen(5) + narrowed(70000) + (n - before) * 1000000;
}
