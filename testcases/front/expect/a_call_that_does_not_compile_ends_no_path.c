// SPDX-License-Identifier: GPL-2.0-only
extern void bad_size(void) __attribute__((error("bad size")));
extern long bad_value(int n) __attribute__((error("bad value")));
void after(void);
int count(void);

/* An optimiser may know that n is a constant; here it is none, and the path must go on. */
static inline int capable(int n)
{
	__attribute__((noreturn)) extern void __compiletime_assert_7(void) __attribute__((error("no")));
	if (!__builtin_constant_p(n))
		__compiletime_assert_7();
	return n > 3;
}

int f(int n)
{
	do { extern void __compiletime_assert_1(void) __attribute__((error("x"))); if (!(sizeof(n) == 4)) __compiletime_assert_1(); } while (0);
	switch (n) {
	case 1:
		break;
	default:
		bad_size();
	}
	if (bad_value(count()))
		after();
	return capable(n);
}
// NOUNIT: bad_
// NOUNIT: __compiletime_assert
// NOIR: f: unreachable
// IR: f: call i32 .*count
// IR: f: unknown i64
// IR: f: call .*after
// NOIR: capable: unreachable
// IR: capable: slt bool 3
// IR: capable: return
