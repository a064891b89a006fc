// SPDX-License-Identifier: GPL-2.0-only
static int counter(void) { static int n = 5; return n++; }
static int other(void) { static int n; { static int n = 100; n++; if (n > 101) return n; } return n += 2; }
static int (*const table[])(void) = { counter, other, &counter };
struct ops { int (*get)(void); struct { int (*deep)(void); }; int (*list[2])(void); };
static const struct ops ops = { .get = counter, .deep = other, .list = { other, counter } };
static const struct ops *volatile chosen = &ops;
extern int shared;
int shared = 4;
int tentative;
static int use(void) { extern int shared; return shared++; }

long test(void)
{
	long h = 0;
	struct ops mine = ops, *p = &mine;
	int (*f)(void) = use;

	for (int i = 0; i < 3; i++) {
		h = h * 31 + counter();
		h = h * 31 + other();
		h = h * 31 + table[i]();
		h = h * 31 + chosen->get() + ops.deep();
		h = h * 31 + (*p->get)() + p->list[i & 1]() + (i ? f : p->deep)();
	}
	p->get = use;
	h = h * 31 + p->get() + mine.get() + shared + tentative++;
	return h * 31 + ((int (*)(void))p->list[0])() + ({ f; })();
}
