// SPDX-License-Identifier: GPL-2.0-only
typedef unsigned __int128 u128;
struct flex { int n; short tail[]; };
struct packed { char a; int b; unsigned c : 20, d : 20; } __attribute__((packed));
union mixed { unsigned long l; struct { unsigned lo : 12, mid : 20; unsigned hi; }; unsigned char bytes[8]; };
enum signed_enum { MINUS = -1, ZERO, ONE };
static const struct { int key; const char *name; int (*op)(int, int); } *found;
static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static const struct rule { int key; const char *name; int (*op)(int, int); } rules[] = {
	{ 1, "add", add }, { .name = "sub", .key = 2, .op = sub }, { },
};
static struct { struct flex f; short room[4]; } flexible;
static int depth;

static long mix(long h, long v) { return h * 31 + v; }
static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static void nothing(void) { depth++; }
static int variadic(int n, ...) { return n; }
static int old_style(a, b) int a; char b; { return a * b; }
static long vla(int n)
{
	int a[n + 1][2], sum = 0;
	for (int i = 0; i <= n; i++) { a[i][0] = i; a[i][1] = -i; }
	for (int i = 0; i <= n; i++) sum += a[i][0] * 2 + (*(a + i))[1];
	return sum;
}
static int *(*chooser(int n))(int *) { static int *(*f)(int *); return n ? f : 0; }
static int array_param(int v[static 3], char w[][2]) { return v[2] + w[1][1] + sizeof(v); }
static inline __attribute__((always_inline)) int shadow(int x) { { int x = 5; { extern int y; int x = 7; (void)x; } x++; return x; } }
int y;
static int swap_words(char *argv[3]) { char **p = argv; int n = 0; argv++; n += argv[0][0]; argv += 1; n += **argv; n += (argv - 1)[0][1]; n += argv - p; n += *argv[-2] == *p[0]; { __typeof__(argv) q = argv - 1, tmp = p, *r = &tmp; __auto_type z = argv; n += q[0][2] + tmp[1][0] + **z + sizeof(q); q++; n += *r == p; if (q == argv && z) n += 1000; } return argv ? n : 0; }
static int walk(char *const names[], int op(int, int)) { int n = 0; while (*names && op) n = op(n, *(*names++)); return n + (*op)(1, names[0] != 0); }

long test(void)
{
	char *words[] = { "one", "two", "three", 0 };
	long h = 0, n = 3;
	u128 wide = (u128)1 << 100, w2;
	struct packed p = { 1, -2, 0xfffff, 0x12345 };
	union mixed m = { .l = 0x123456789abcdef0ul };
	int v[3] = { 1, 2, 3 }, (*row)[3] = &v, i = 0;
	char w[2][2] = { { 1, 2 }, { 3, 4 } };
	volatile int vol = 3;
	unsigned char uc = 0xff;
	enum signed_enum e = MINUS;
	const char *s = "a\0b";

	wide |= 5; w2 = wide * 3; h = mix(h, (long)(w2 >> 64)); h = mix(h, (long)w2); h = mix(h, wide > w2); h = mix(h, (int)(wide >> 98));
	h = mix(h, (long)(-wide >> 90)); h = mix(h, (long)(~wide >> 70));
	h = mix(h, p.a + p.b + p.c + p.d); p.d = p.c - 1; p.c++; h = mix(h, p.c + p.d); h = mix(h, sizeof(p));
	h = mix(h, m.lo + m.mid + m.hi + m.bytes[3]); m.mid = 1; h = mix(h, m.l);
	for (const struct rule *r = rules; r->name; r++)
		h = mix(h, r->op(r->key * 10, 3) + r->name[0]);
	flexible.f.tail[2] = 77; h = mix(h, flexible.f.tail[2] + flexible.f.n + sizeof(struct flex));
	h = mix(h, fib(12)); h = mix(h, variadic(3, 4, 5l, "x")); h = mix(h, old_style(3, 260)); h = mix(h, vla(5));
	h = mix(h, (*row)[1] + row[0][2] + sizeof(*row)); h = mix(h, array_param(v, w));
	h = mix(h, chooser(0) == 0); h = mix(h, shadow(1));
	h = mix(h, vol++ + vol); vol; h = mix(h, uc++ + 0); h = mix(h, uc); h = mix(h, e < ZERO); h = mix(h, -1 < (unsigned char)1);
	h = mix(h, s[2] + *s + !s[1]); h = mix(h, "xyz"[1]); h = mix(h, sizeof("ab" "cd"));
	n ? nothing() : (void)0; h ? (void)0 : nothing(); n > 2 && (nothing(), 1); h = mix(h, depth);
	h = mix(h, (n, 4) + (i++, i++, i)); for (i = 0, n = 10; i < n; i += 2, n--) ; h = mix(h, i * 100 + n);
	h = mix(h, 7 / -2 + 7 % -2 * 10 + -7 / 2 * 100); h = mix(h, (unsigned)-7 / 2 >> 3); h = mix(h, 1ll << 40 >> 3);
	h = mix(h, (char)200 + (signed char)200); h = mix(h, 010 + 0x10 + 0b11 + 'ab'); h = mix(h, !!0x100000000l); h = mix(h, (_Bool)0x100);
	h = mix(h, v == &v[0]); h = mix(h, &v[3] - v); h = mix(h, (long)((char *)&v[2] - (char *)v)); h = mix(h, *&*&v[1]);
	h = mix(h, swap_words(words) + walk(words + 1, add) + (words[0] == 0)); h = mix(h, _Alignof(struct packed)); h = mix(h, (v[1] = 9, v)[1]);
	h = mix(h, found == 0); *(i > 3 ? &v[0] : &v[1]) = 42; h = mix(h, v[0] + v[1]); h = mix(h, (i ? v : &v[1])[1]);
	return h;
}
