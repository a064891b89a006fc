// SPDX-License-Identifier: GPL-2.0-only
struct bits { unsigned a : 3; signed b : 5; unsigned long c : 40; _Bool d : 1; unsigned e : 7; };

static long mix(long h, long v)
{
	return h * 31 + v;
}

static int calls;
static int *bump(int *p) { calls++; return p; }

long test(void)
{
	long h = 1;
	unsigned char c = 200;
	signed char s = -100;
	short w = 30000;
	int i = 5, array[4] = { 1, 2, 3, 4 }, *p = array;
	unsigned u = 3000000000u;
	unsigned long ul = 1;
	_Bool flag = 0;
	struct bits x = { 7, -16, 1ul << 39, 1, 100 };

	c += 100; h = mix(h, c);
	c -= 300; h = mix(h, c);
	c *= 3; h = mix(h, c);
	c /= -2; h = mix(h, c);
	c <<= 3; h = mix(h, c);
	c >>= 1; h = mix(h, c);
	s >>= 2; h = mix(h, s);
	s *= s; h = mix(h, s);
	w += 10000; h = mix(h, w);
	i -= u; h = mix(h, i);
	i *= 3; h = mix(h, i);
	u >>= 4; h = mix(h, u);
	u %= 1000; h = mix(h, u);
	ul <<= 40; h = mix(h, ul);
	ul |= 0xff; ul &= ~0xful; ul ^= 5; h = mix(h, ul);
	flag |= 4; h = mix(h, flag);
	flag ^= 1; h = mix(h, flag);
	h = mix(h, x.a++); h = mix(h, x.a);
	h = mix(h, --x.b); h = mix(h, x.b);
	x.a += 5; h = mix(h, x.a);
	x.c -= 1; h = mix(h, x.c);
	x.c <<= 2; h = mix(h, x.c);
	x.d = 4; h = mix(h, x.d);
	h = mix(h, x.e = 300); h = mix(h, x.e);
	h = mix(h, x.b = 17); h = mix(h, x.b);
	p += 2; h = mix(h, *p);
	p -= 1; h = mix(h, *p++); h = mix(h, *--p); h = mix(h, p - array);
	*bump(p) += 10; h = mix(h, array[1]); h = mix(h, calls);
	(*bump(&i))++; h = mix(h, calls);
	h = mix(h, c++); h = mix(h, ++c);
	h = mix(h, w-- - s);
	return h;
}
