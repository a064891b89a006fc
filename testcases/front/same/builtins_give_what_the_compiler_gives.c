// SPDX-License-Identifier: GPL-2.0-only
#define same(a, b) __builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define is_const(x) (sizeof(int) == sizeof(*(8 ? ((void *)((long)(x) * 0l)) : (int *)8)))
#define BUILD_BUG_ON_ZERO(e) ((int)(sizeof(struct { int : (-!!(e)); })))
#define kind(x) _Generic((x), int: 1, unsigned: 2, long: 3, char *: 4, const char *: 5, default: 6)
#define fold(x) _Generic((x), const struct s *: (const struct s *)0, struct s *: (struct s *)(x))
struct s { int v; };
static int x = 6, zero;
static int f(void) { return 3; }
static int g(int n) { return n; }
static int side(void) { x++; return 1; }

static long mix(long h, long v) { return h * 31 + v; }

long test(void)
{
	long h = 0, r;
	unsigned u;
	unsigned long ul;
	int i;
	signed char c;
	struct s s = { 4 };
	char a[16], b[16];

	h = mix(h, __builtin_constant_p(5) + __builtin_constant_p(sizeof(x)) * 2);
	h = mix(h, __builtin_choose_expr(1, x, "no") + __builtin_choose_expr(0, "no", 3));
	h = mix(h, same(x, 1) + same(x, 1u) * 2 + same(&x, int *) * 4);
	h = mix(h, __builtin_offsetof(struct { int a; struct { char c[7]; int d; } b; }, b.d));
	h = mix(h, is_const(4) + is_const(x) * 2 + BUILD_BUG_ON_ZERO(0));
	h = mix(h, kind(x) + kind(1u) * 10 + kind("s") * 100 + kind((const char *)0) * 1000 + kind(1.0) * 10000 + kind(h) * 100000);
	h = mix(h, fold(&s)->v);
	h = mix(h, _Generic(x, int: f, default: g)());
	h = mix(h, __builtin_add_overflow(4000000000u, 1000000000u, &u)); h = mix(h, u);
	h = mix(h, __builtin_add_overflow(2000000000, x, &i)); h = mix(h, i);
	h = mix(h, __builtin_sub_overflow(3ul, 4ul, &ul)); h = mix(h, ul);
	h = mix(h, __builtin_mul_overflow(1l << 40, 1l << 30, &r)); h = mix(h, r);
	h = mix(h, __builtin_mul_overflow(1ul << 32, 1ul << 31, &ul)); h = mix(h, ul);
	for (unsigned long m = 0; m < 5; m++) {
		static const unsigned long some[] = { 0, 1, 8, 1ul << 32, ~0ul };
		for (int n = 0; n < 5; n++) {
			h = mix(h, __builtin_mul_overflow(some[m], some[n], &ul)); h = mix(h, ul);
			h = mix(h, __builtin_mul_overflow(some[m], some[n], &u)); h = mix(h, u);
			h = mix(h, __builtin_mul_overflow(some[m], 24ul, &ul)); h = mix(h, ul);
			h = mix(h, __builtin_mul_overflow(24ul, some[m], &ul)); h = mix(h, ul);
			h = mix(h, __builtin_mul_overflow(0ul, some[m], &ul)); h = mix(h, ul);
		}
	}
	h = mix(h, __builtin_add_overflow(100, 100, &c)); h = mix(h, c);
	h = mix(h, __builtin_sub_overflow(-2147483647 - 1, 1, &r)); h = mix(h, r);
	h = mix(h, __builtin_bswap32(0x12345678)); h = mix(h, __builtin_ffs(24) + __builtin_clz(1) + __builtin_ctzl(64) + __builtin_popcount(255));
	h = mix(h, __builtin_strlen("hello") + sizeof("hello") + __alignof__(long));
	for (int m = 0; m < 6; m++) {
		static const long some[] = { 0, -1, 1, 1l << 62, 0x7fffffffffffffff, -0x7fffffffffffffff - 1 };
		for (int n = 0; n < 6; n++) {
			h = mix(h, __builtin_add_overflow(some[m], some[n], &r)); h = mix(h, r);
			h = mix(h, __builtin_sub_overflow(some[m], some[n], &r)); h = mix(h, r);
			h = mix(h, __builtin_add_overflow((int)some[m], some[n], &r)); h = mix(h, r);
		}
	}
	__builtin_memset(a, 3, sizeof(a)); __builtin_memcpy(b, a, 8); h = mix(h, b[7] + __builtin_memcmp(a, b, 8));
	h = mix(h, ({ int y = x; y * 2; }) + ({ x++; x; }));
	h = mix(h, sizeof(side()) + x);
	h = mix(h, (1 || side()) + x);
	h = mix(h, (0 && side()) + x);
	h = mix(h, (side() || 1) + x);
	h = mix(h, (zero, 5) + (side(), 4) + x);
	h = mix(h, __builtin_expect(x, 1) + __builtin_expect_with_probability(x, 1, 0.5));
	h = mix(h, __func__[0] + sizeof(__func__));
	h = mix(h, ((union { int i; short s; })(x)).i);
	h = mix(h, (typeof(x))4l + (__extension__ 3));
	if (!zero) goto end;
	__builtin_unreachable();
end:
	return h;
}
