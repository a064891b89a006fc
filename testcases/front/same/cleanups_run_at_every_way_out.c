// SPDX-License-Identifier: GPL-2.0-only
static long log_;
static void note(int *p) { log_ = log_ * 7 + *p; }
#define __cleanup(f) __attribute__((cleanup(f)))
#define GUARD(n) int __cleanup(note) n

static int early(int n)
{
	GUARD(a) = 1;

	if (n == 0)
		return a;
	GUARD(b) = 2;
	if (n == 1)
		return a = 5;
	{
		GUARD(c) = 3;
		if (n == 2)
			goto out;
		if (n == 3)
			return b + c;
	}
	for (int i = 0; i < 3; i++) {
		GUARD(d) = 4 + i;
		if (i == 0)
			continue;
		if (n == 4)
			break;
	}
	for (GUARD(e) = 6; e < 8; e++)
		if (n == 5 && e == 7)
			break;
	while (n > 6) {
		GUARD(f) = n;
		n--;
		switch (n) {
		case 7: { GUARD(g) = 1; break; }
		case 8: { GUARD(k) = 2; continue; }
		default: break;
		}
	}
	a = ({ GUARD(h) = 3; h + 1; });
out:
	log_ = log_ * 7 + 6;
	return a + b;
}

struct big { long v[4]; };
static void wipe(struct big *b) { b->v[1] = 99; log_++; }
static struct big whole(void) { struct big __cleanup(wipe) b = { { 1, 2, 3, 4 } }; return b; }

static int backwards(void)
{
	int n = 0;
again:;
	GUARD(a) = 2;
	if (n++ < 2)
		goto again;
	return n;
}

long test(void)
{
	long h = 0;

	for (int n = 0; n < 11; n++)
		h = h * 31 + early(n) + log_;
	h = h * 31 + whole().v[1];
	h = h * 31 + backwards();
	return h * 31 + log_;
}
