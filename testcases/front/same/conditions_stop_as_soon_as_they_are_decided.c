// SPDX-License-Identifier: GPL-2.0-only
static long mix(long h, long v)
{
	return h * 31 + v;
}

static int count;
static int yes(int n) { count += n; return n; }
static int no(int n) { count += n * 100; return 0; }
#define likely(x) __builtin_expect(!!(x), 1)

long test(void)
{
	long h = 0;
	int a, b;
	int *p = 0, x = 3;

	if (yes(1) && no(2) || yes(3))
		h = mix(h, 1);
	if (!(no(1) || yes(2)) && yes(4))
		h = mix(h, 2);
	else
		h = mix(h, 3);
	a = yes(2) && yes(3);
	b = no(1) || no(2);
	h = mix(h, a * 10 + b);
	h = mix(h, yes(5) ?: no(7));
	h = mix(h, no(5) ?: yes(7));
	h = mix(h, (yes(1), no(2), yes(9)));
	h = mix(h, likely(yes(3)) ? yes(4) : no(4));
	h = mix(h, !!yes(8) + !yes(8));
	h = mix(h, (p ?: &x) == &x);
	h = mix(h, p && *p);
	h = mix(h, x > 2 ? x < 3 ? 1 : 2 : 3);
	if (x == 3 ? no(1) : yes(1))
		h = mix(h, 4);
	if (!x)
		h = mix(h, 5);
	if (likely(!p))
		h = mix(h, 6);
	if (0 && yes(1000))
		h = mix(h, 7);
	if (1 || yes(1000))
		h = mix(h, 8);
	if (yes(1) && 0)
		h = mix(h, 9);
	h = mix(h, (x & 1) == 1);
	h = mix(h, (_Bool)(x & 2) + (_Bool)p);
	h = mix(h, -x && ~x);
	while (x-- && h)
		h = mix(h, x);
	return mix(h, count);
}
