// SPDX-License-Identifier: GPL-2.0-only
struct s { int out, in; };
int f(struct s *p, int v)
{
	int x = 1, y = 2;

	asm volatile("mov %1, %0 : \"(" : "=r" (x), [two] "+m" (p->out) : "r" (v), "m" (p->in) : "cc");
	asm("# none");
	asm volatile("" ::: "memory");
	return x + y;
}
// IR: f: unknown i32 - "asm output"
// IR: f: store i32 \$x, %
// IR: f: store i32 %\d+, %\d+ !s.out
// NOIR: f: store .*!s.in
// NOIR: f: store i32 \$v
// NOIR: f: unsupported
