// SPDX-License-Identifier: GPL-2.0-only
void __probe_value(long value);
void __probe_reached(void);
void opaque(void *);

struct inner { int a; unsigned char flag:1, other:3; };
struct outer { long pad; struct inner in; struct outer *next; int (*fn)(int); };

int test_fields(struct outer *o)
{
	o->in.a = 5;
	__probe_value(o->in.a);	// {5}
	struct inner *p = &o->in;
	struct outer *back = (struct outer *)((char *)p - __builtin_offsetof(struct outer, in));
	back->in.a = 6;
	__probe_value(p->a);	// {6}
	o->in.flag = 1;
	o->in.other = 2;
	__probe_value(o->in.flag);	// {1}
	__probe_value(o->in.other);	// {2}
	return 0;
}

int test_copies(void)
{
	struct inner x = { .a = 3 }, y;
	y = x;
	__probe_value(y.a);	// {3}
	__probe_value(y.flag);	// {0}
	x.a = 9;
	__probe_value(y.a);	// {3}
	return 0;
}

int test_opaque_changes_what_it_can_reach(struct outer *o)
{
	int mine = 1, theirs = 2;

	o->in.a = 5;
	opaque(&theirs);
	__probe_value(mine);	// {1}
	__probe_value(theirs == 2);	// {0..1}
	__probe_value(o->in.a == 5);	// {0..1}
	return 0;
}

int test_elements(int *a, int i, int j)
{
	a[i] = 1;
	__probe_value(a[i]);	// {1}
	a[j] = 2;
	__probe_value(a[j]);	// {2}
	__probe_value(a[i] == 1);	// {0..1}
	return 0;
}

int test_error_pointers(void *p)
{
	if ((unsigned long)p >= (unsigned long)-4095) {
		long e = (long)p;
		__probe_value(e);	// {-4095..-1}
		__probe_value((int)e == 0);	// {0}
	}
	return 0;
}

static const char *const names[] = { "first", "second" };

int test_constant_strings(void)
{
	__probe_value(names[0] != 0);	// {1}
	__probe_value(names[0] == names[1]);	// {0..1}
	return 0;
}

void __mn_fill(void *to, int byte, unsigned long bytes);
struct half { int x; };
struct halves { struct half first, second; };

/* What was stored beside a part that becomes zero once more is still there. */
int test_store_beside_a_second_zeroing(void)
{
	struct halves h;

	__mn_fill(&h, 0, sizeof(h));
	h.first.x = 5;
	__mn_fill(&h.second, 0, sizeof(h.second));
	__probe_value(h.first.x);	// {5}
	__probe_value(h.second.x);	// {0}
	return 0;
}

union word { unsigned int whole; struct { unsigned short low, high; } part; };

/* A word of which each half was zero once is not the same word both times. */
int test_halves_that_become_zero_in_turn(union word *w)
{
	unsigned int first, second;

	__mn_fill(&w->part.low, 0, sizeof(w->part.low));
	first = w->whole;
	w->whole = 0x10001;
	__mn_fill(&w->part.high, 0, sizeof(w->part.high));
	second = w->whole;
	__probe_value(second);	// {1}
	if (first & 0xffff)
		__probe_reached();	// no
	return 0;
}

struct table { int v[4]; };

/* Two stores at one index that is not known are two: what they leave beside it may differ. */
int test_two_stores_at_one_index(struct table *t, unsigned i)
{
	int first, second;

	t->v[i & 3] = 1;
	first = t->v[0];
	t->v[0] = first + 1;
	t->v[i & 3] = 2;
	second = t->v[0];
	if (first != second)
		__probe_reached();	// yes
	return 0;
}

/* An element at an index that is not known may lie beside what became zero. */
int test_element_beside_zeroes(struct table *t, unsigned i)
{
	__mn_fill(&t->v[2], 0, 2 * sizeof(int));
	if (t->v[i & 3])
		__probe_reached();	// yes
	return 0;
}

struct matrix { struct table rows[4]; };

/* A store to an element of an element may hit every element of every row. */
int test_stores_to_elements_of_elements(struct matrix *m, unsigned i, unsigned j)
{
	m->rows[0].v[0] = 0;
	m->rows[i & 3].v[j & 3] = 5;
	if (m->rows[0].v[0])
		__probe_reached();	// yes
	m->rows[i & 3].v[j & 3] = 0;
	m->rows[0].v[0] = 5;
	if (m->rows[i & 3].v[j & 3])
		__probe_reached();	// yes
	m->rows[i & 3].v[j & 3] = 0;
	if (m->rows[i & 3].v[j & 3])
		__probe_reached();	// no
	return 0;
}

/* Elements that later stores may have hit are not known, also where zeroes were put over some. */
int test_elements_are_forgotten(struct table *t, unsigned i, unsigned j, unsigned k)
{
	t->v[i & 3] = 1;
	t->v[j & 3] = 2;
	t->v[k & 3] = 3;
	if (t->v[i & 3] == 1)
		__probe_reached();	// yes
	if (t->v[i & 3] != 1)
		__probe_reached();	// yes
	if (t->v[k & 3] != 3)
		__probe_reached();	// no
	__mn_fill(&t->v[0], 0, sizeof(int));
	if (t->v[i & 3])
		__probe_reached();	// yes
	if (t->v[k & 3])
		__probe_reached();	// yes
	return 0;
}

/* A row that was left when another was written is not known either. */
int test_rows_are_forgotten(struct matrix *m, unsigned i, unsigned j, unsigned k)
{
	m->rows[i & 3].v[0] = 0;
	m->rows[j & 3].v[k & 3] = 7;
	if (m->rows[i & 3].v[0])
		__probe_reached();	// yes
	if (m->rows[j & 3].v[k & 3] != 7)
		__probe_reached();	// no
	return 0;
}

/* Where all of the table is zero, so is an element at any index. */
int test_element_among_zeroes(struct table *t, unsigned i, unsigned j)
{
	__mn_fill(t, 0, sizeof(*t));
	if (t->v[i & 3])
		__probe_reached();	// no
	__probe_value(t->v[j]);	// {0}
	return 0;
}
