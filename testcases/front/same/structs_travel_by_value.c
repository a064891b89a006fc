// SPDX-License-Identifier: GPL-2.0-only
struct pair { long a, b; };
struct one { int v; };
typedef struct { unsigned long pte; } pte_t;
union either { int i; char c[4]; };

static struct pair swap(struct pair p) { return (struct pair){ p.b, p.a }; }
static struct pair twice(struct pair p) { p.a *= 2; p.b *= 2; return p; }
static pte_t mk(unsigned long v) { return (pte_t){ v }; }
static unsigned long val(pte_t p) { return p.pte; }
static struct pair pick(int n, struct pair a, struct pair b) { return n ? a : b; }
static int sum(struct one a, struct one b) { a.v += b.v; return a.v; }
static union either uni(int n) { union either u = { .i = n }; return u; }
static long (*pointer)(struct pair) ;
static long total(struct pair p) { return p.a * 10 + p.b; }

long test(void)
{
	struct pair p = { 1, 2 }, q, array[2] = { { 5, 6 }, { 7, 8 } };
	struct one x = { 3 }, y = { 4 };
	long h = 0;

	q = swap(p);
	h = h * 31 + q.a * 10 + q.b;
	h = h * 31 + swap(twice(p)).a;
	h = h * 31 + p.a;
	q = p = twice(array[1]);
	h = h * 31 + q.b + p.a;
	array[0] = array[1];
	h = h * 31 + array[0].b;
	h = h * 31 + val(mk(7));
	h = h * 31 + pick(1, p, array[0]).a + pick(0, p, array[0]).a;
	h = h * 31 + (h ? p : q).b;
	h = h * 31 + sum(x, y) + x.v;
	h = h * 31 + uni(0x41424344).c[1];
	pointer = total;
	h = h * 31 + pointer(p) + (*pointer)(q) + (&total)(p) + (**pointer)(p);
	h = h * 31 + ({ struct pair t = p; t.a++; t; }).a;
	h = h * 31 + (q = swap(q)).a;
	p = swap(p);
	h = h * 31 + p.a;
	*(&p) = ((struct pair[]){ { 1, 2 }, { 3, 4 } })[1];
	return h * 31 + p.b;
}
