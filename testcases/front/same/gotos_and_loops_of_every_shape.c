// SPDX-License-Identifier: GPL-2.0-only
#define wait_for(c) ({ __label__ out; int r_ = 0; for (;;) { if (c) break; if (++r_ > 5) { r_ = -1; goto out; } } out: r_; })

static long forms(int n)
{
	long h = 0;
	int i = 0, j;

	for (;;) { if (i++ > 2) break; h = h * 3 + i; }
	for (; i < 8;) { i++; h = h * 3 + i; }
	for (i = 0;;) { if (++i > n) break; h++; }
	for (;; i--) if (i < 2) break;
	for (i = 1; i < 5; i++) { if (i == 3) continue; h = h * 3 + i; }
	for (int k = 0; k < 3; k++) for (j = k; j; j--) h = h * 3 + j;
	for (int k = 3; k--;) h += k;
	for (i = 0; ; i++) { if (i == 4) break; }
	for (; ; i++) { if (i == 9) break; }
	for (int z = 1; ; z *= 2) if (z > 20) { h += z; break; }
	do h--; while (h % 7);
	do { i++; if (i == 12) continue; if (i > 14) break; } while (i < 20);
	while (i) { if (i-- == 5) break; }
	return h * 100 + i;
}

static long jumps(int n)
{
	long h = 0;
again:
	h = h * 5 + n;
	if (n-- > 0)
		goto again;
	if (h & 1)
		goto odd;
	h += 1000;
	goto done;
odd:	h += 2000;
	{
		int i = 0;
inner:
		if (i++ < 3)
			goto inner;
		h += i;
	}
done:
	return h;
}

static long computed(int n)
{
	static void *table[] = { &&one, &&two, &&three };
	long h = 0;

	if (n < 0)
		goto *table[0];
	switch (n) { case 0: goto one; case 1: goto two; default: goto three; }
one:	h += 1;
two:	h += 10;
three:	h += 100;
	return h;
}

long test(void)
{
	int x = 0;
	long h = forms(4) + jumps(3) * 7 + jumps(4) * 11;

	h = h * 31 + wait_for(++x > 3);
	h = h * 31 + wait_for(x > 100);
	return h * 31 + computed(0) + computed(1) * 3 + computed(2) * 5;
}
