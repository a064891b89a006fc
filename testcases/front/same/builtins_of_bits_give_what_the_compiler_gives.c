// SPDX-License-Identifier: GPL-2.0-only
static const unsigned long values[] = {
	0, 1, 2, 3, 24, 255, 0x80000000ul, 0x7ffffffful, 0xfffffffful, 0x100000000ul, 0x7ffffffffffffffful,
	0x8000000000000000ul, 0xfffffffffffffffful, 0x123456789abcdef0ul, 0xfffffffffffffffeul, 3037000500ul,
};
#define COUNT (sizeof(values) / sizeof(*values))

static long mix(long h, long v) { return h * 31 + v; }

static long bits(long h, unsigned long v)
{
	h = mix(h, __builtin_ffs((int)v) + 100 * __builtin_ffsl((long)v) + 10000 * __builtin_ffsll((long long)v));
	h = mix(h, __builtin_popcount((unsigned)v) + 100 * __builtin_popcountl(v));
	h = mix(h, __builtin_parity((unsigned)v) + 2 * __builtin_parityll(v));
	if ((unsigned)v)
		h = mix(h, __builtin_clz((unsigned)v) + 100 * __builtin_ctz((unsigned)v));
	if (v)
		h = mix(h, __builtin_clzl(v) + 100 * __builtin_ctzll(v));
	if ((int)v != -2147483647 - 1)
		h = mix(h, __builtin_abs((int)v));
	if ((long)v != -9223372036854775807l - 1)
		h = mix(h, __builtin_labs((long)v));
	return h;
}

static long overflows(long h, unsigned long a, unsigned long b)
{
	unsigned long u;
	unsigned int narrow;
	long l;
	int i;

	h = mix(h, __builtin_add_overflow(a, b, &u)); h = mix(h, (long)u);
	h = mix(h, __builtin_sub_overflow(a, b, &u)); h = mix(h, (long)u);
	h = mix(h, __builtin_mul_overflow(a, b, &u)); h = mix(h, (long)u);
	h = mix(h, __builtin_mul_overflow(a, b, &narrow)); h = mix(h, narrow);
	h = mix(h, __builtin_add_overflow((long)a, (long)b, &l)); h = mix(h, l);
	h = mix(h, __builtin_sub_overflow((long)a, (long)b, &l)); h = mix(h, l);
	h = mix(h, __builtin_mul_overflow((long)a, (long)b, &l)); h = mix(h, l);
	h = mix(h, __builtin_mul_overflow((long)a, (int)b, &i)); h = mix(h, i);
	return h;
}

long test(void)
{
	unsigned long i, j;
	long h = 0;

	for (i = 0; i < COUNT; i++) {
		h = bits(h, values[i]);
		for (j = 0; j < COUNT; j++)
			h = overflows(h, values[i], values[j]);
	}
	return h;
}
