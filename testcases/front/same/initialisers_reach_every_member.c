// SPDX-License-Identifier: GPL-2.0-only
struct inner { int a, b; };
struct outer {
	char name[8];
	struct inner in[3];
	union { long l; struct { short s, t; }; struct inner ui; };
	struct { int x; union { char c; int y; }; };
	unsigned f : 3, : 2, g : 4;
	struct inner last;
	int tail[];
};
struct small { short a; char b; long c; };
typedef struct { int v[2][2]; } grid;

static struct outer g1 = { "hello", { { 1, 2 }, 3, 4, { .b = 5 } }, .s = 6, .t = 7, .y = 8, .f = 9, .g = 10, { 11, 12 } };
static struct outer g2 = { .in = { [1] = { 1 }, [2].b = 2, [0].a = 3, 4 }, .ui.b = 5, .name = { 'x', [3] = 'y' }, .last.b = 6 };
static int range[10] = { [0 ... 9] = 1, [3 ... 5] = 2, [4] = 3, 4 };
static struct inner many[5000] = { [2 ... 4500] = { .b = 7 }, { 8, 9 }, [1] = { 3 } };
static grid g3 = { 1, 2, 3 }, g4 = { { { 1 }, { 2, 3 } } }, g5 = { .v[1] = { 7, 8 } }, g6 = { .v[0][1] = 4, 5 };
static int *pointers[] = { &range[2], range + 3, 0, &g1.in[1].b };
static const char *strings[] = { "one", [2] = "three", "four\n\t\"\\\x41" };
static char text[] = "abc", cut[2] = "xyz", words[2][4] = { "ab", { 'c', 'd' } };
static struct small *compound = &(struct small){ 1, 2, 3 };
static struct small copied = (struct small){ .c = 4, .a = 5 };
static struct { struct small one; int two; } nest = { (struct small){ 1, 2, 3 }, 9 };
static long address = (long)&range[1];
static int folded = sizeof(struct outer) + (3 > 2 ? 10 : 20) + -5 + ~3 + !0 + (1 << 4 | 1);

static long mix(long h, long v)
{
	return h * 31 + v;
}

static long bytes(long h, const void *p, unsigned n)
{
	const unsigned char *c = p;

	while (n--)
		h = mix(h, *c++);
	return h;
}

static struct small make(int n) { return (struct small){ n, .c = n * 2 }; }

static long locals(int n)
{
	struct outer a = { "hello", { { n, 2 }, 3, n + 1, { .b = 5 } }, .s = n, .t = 7, .y = n, .f = n, .g = 10, { 11, n } };
	struct outer b = { .in = { [1] = { n }, [2].b = 2, [0].a = 3, n }, .ui.b = 5, .name = { 'x', [3] = n }, .last.b = 6 };
	int r[6] = { [0 ... 5] = n, [2] = 9, 8 };
	struct inner overridden[2] = { [0 ... 1] = { 1, 2 }, [1] = { .b = 3 } };
	grid g = { n, 2, 3 }, q = { .v[0][1] = n, 5 };
	struct small s = make(n), t = s, list[] = { make(1), s, { 7 } };
	char buffer[8] = "pq", word[] = { "four" }, *p = "five";
	struct small zero = { };
	struct { struct small one; int two; } deep = { s, 9 }, deeper = { .one = make(4), .one.c = 2 };
	long h = 0;
	int scalar = { 5 };

	h = bytes(h, a.name, 6); h = mix(h, a.in[0].a + a.in[1].b * 3 + a.in[2].b); h = mix(h, a.s * a.t + a.y + a.f * a.g + a.last.b);
	h = mix(h, b.in[1].a + b.in[2].b * 10 + b.in[0].b * 100 + b.in[0].a); h = mix(h, b.ui.b); h = bytes(h, b.name, 8);
	h = bytes(h, r, sizeof(r)); h = bytes(h, overridden, sizeof(overridden)); h = bytes(h, &g, sizeof(g)); h = bytes(h, &q, sizeof(q));
	h = mix(h, t.a + t.c); h = mix(h, list[0].c + list[1].c + list[2].a + sizeof(list)); h = bytes(h, buffer, 8); h = mix(h, sizeof(word) + word[3] + p[1]);
	h = mix(h, zero.a + zero.c); h = mix(h, deep.one.c + deep.two); h = mix(h, deeper.one.c + deeper.two); h = mix(h, scalar);
	h = mix(h, ((struct inner){ n, 4 }).b + ((int[]){ 1, n, 3 })[1]);
	for (int i = 0; i < 3; i++) { struct inner *p2 = &(struct inner){ .b = i }; h = mix(h, p2->a++ + p2->b); }
	return h;
}

long test(void)
{
	long h = 0;

	h = bytes(h, g1.in, sizeof(g1.in)); h = mix(h, g1.s + g1.t * 2 + g1.y * 3 + g1.f * 5 + g1.g * 7); h = mix(h, g1.last.a + g1.last.b);
	h = bytes(h, g2.in, sizeof(g2.in)); h = mix(h, g2.ui.b + g2.last.b);
	h = bytes(h, range, sizeof(range)); h = bytes(h, many, sizeof(many));
	h = bytes(h, &g3, sizeof(g3)); h = bytes(h, &g4, sizeof(g4)); h = bytes(h, &g5, sizeof(g5)); h = bytes(h, &g6, sizeof(g6));
	h = mix(h, *pointers[0] + *pointers[1] * 3 + (pointers[2] == 0) + *pointers[3]);
	h = mix(h, strings[0][1] + strings[3][4] + strings[3][8] + !strings[1]);
	h = mix(h, sizeof(text));
	h = mix(h, compound->a + compound->b + compound->c); h = mix(h, copied.a + copied.c); h = mix(h, nest.one.c + nest.two);
	h = mix(h, *(int *)address); h = mix(h, folded);
	h = mix(h, locals(3)); h = mix(h, locals(6));
	return h;
}
