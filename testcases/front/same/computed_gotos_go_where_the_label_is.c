// SPDX-License-Identifier: GPL-2.0-only
static long run(const unsigned char *program)
{
	static const void *const where[] = { &&stop, &&add, &&twice, &&back };
	const void *next;
	long value = 1;

	goto *where[*program++];
add:
	value += 3;
	next = where[*program++];
	goto *next;
twice:
	value *= 2;
	goto *where[*program++];
back:
	if (value < 1000) {
		program -= 3;
		goto *where[*program++];
	}
	goto *where[program[0]];
stop:
	return value;
}

static long local(int which)
{
	void *to = which ? &&yes : &&no;

	if (to == (which ? &&no : &&yes))
		return -1;
	goto *to;
yes:
	return 1;
no:
	return 2;
}

long test(void)
{
	static const unsigned char program[] = { 1, 2, 1, 2, 3, 0 };
	long here = (long)({ __label__ there; there: &&there; });

	return run(program) * 100 + local(0) * 10 + local(1) + (here == 0);
}
