// SPDX-License-Identifier: GPL-2.0-only
static inline _Bool arch_static_branch(int *key)
{
	asm goto("1: .byte %c0\n jmp %l[l_yes]" : : "i" (key) : : l_yes);
	return 0;
l_yes:
	return 1;
}
// IR: arch_static_branch: choose b\d+ b\d+
// IR: arch_static_branch: return 1
// IR: arch_static_branch: return 0

int nested(int *p)
{
	int r = 0;
	{
		__label__ out;
		asm goto("" : "=r" (r) : "m" (*p) : "memory" : out, fail);
		r = 5;
		out: r++;
	}
	{
		__label__ out;
		r = 7;
		asm volatile goto("x" : : : : out);
		return 9;
		out: ;
	}
	return r;
fail:
	return -1;
}
// IR: nested: choose b\d+ b\d+ b\d+
// IR: nested: store i32 \$r, %\d+
// IR: nested: return -1

int use(int *p) { return arch_static_branch(p) ? nested(p) : 0; }
