// SPDX-License-Identifier: GPL-2.0-only
struct s { int in; long pointed; };
int f(struct s *p, int v)
{
	asm volatile("btsl %0, %1" : : "r" (v), "m" (p->in), "r" (&p->pointed) : "cc", "memory");
	return v;
}
// IR: f: store i32 %\d+, %\d+ !s.in
// IR: f: store i64 %\d+, %\d+
// NOIR: f: store i32 %\d+, \$v
// NOIR: f: unsupported
