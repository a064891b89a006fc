// SPDX-License-Identifier: GPL-2.0-only
int read_safely(const int *from)
{
	int failed = 0, value;

	asm volatile("1: mov %2, %1\n2:\n.section __ex_table, \"a\"\n.long 1b, 2b\n.previous"
		     : "+r" (failed), "=r" (value) : "m" (*from));
	return failed;
}

// IR: read_safely: unknown i32 - "asm output, or a fault"
