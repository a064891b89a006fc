// SPDX-License-Identifier: GPL-2.0-only
static signed char sc = -5;
static unsigned char uc = 250;
static short s = -300;
static unsigned short us = 65000;
static int i = -70000;
static unsigned int u = 4000000000u;
static long l = -5000000000l;
static unsigned long ul = 18000000000000000000ul;
enum small { A = -1, B = 3 };
enum big { C = 0xffffffffu, D = 1 };

static long mix(long h, long v)
{
	return h * 31 + v;
}

static unsigned char low(int x) { return x; }
static _Bool truth(long x) { return x; }
static signed char narrow(unsigned long x) { return x; }

long test(void)
{
	long h = 7;
	enum small e = A;
	enum big g = C;
	_Bool b = u;

	h = mix(h, sc + uc);
	h = mix(h, sc * us);
	h = mix(h, s + u);
	h = mix(h, i < u);
	h = mix(h, sc < uc);
	h = mix(h, l < ul);
	h = mix(h, (unsigned int)s);
	h = mix(h, (unsigned short)i);
	h = mix(h, (int)l);
	h = mix(h, (signed char)us);
	h = mix(h, -u);
	h = mix(h, ~uc);
	h = mix(h, !uc);
	h = mix(h, +us);
	h = mix(h, low(511));
	h = mix(h, truth(1l << 40));
	h = mix(h, narrow(0xff80));
	h = mix(h, e);
	h = mix(h, e < 0);
	h = mix(h, g > 5);
	h = mix(h, (long)g);
	h = mix(h, b + b);
	h = mix(h, i >> 3);
	h = mix(h, u >> 3);
	h = mix(h, l >> 33);
	h = mix(h, i / 7);
	h = mix(h, i % 7);
	h = mix(h, u / 7);
	h = mix(h, u % 7);
	h = mix(h, (unsigned char)sc / 2);
	h = mix(h, ul % 1000);
	h = mix(h, (long)(int)ul);
	h = mix(h, 'a' + '\377');
	h = mix(h, 1u - 2 > 0);
	h = mix(h, (short)(us + 1000));
	return h;
}
