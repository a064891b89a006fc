// SPDX-License-Identifier: GPL-2.0-only
struct node { struct node *next; int value; short pad[3]; };
struct list { struct list *next, *prev; };
struct item { int a; struct list link; union { int u; struct { short lo, hi; }; }; };
#define offsetof(t, m) __builtin_offsetof(t, m)
#define container_of(ptr, type, member) ({ \
	void *__mptr = (void *)(ptr); \
	((type *)(__mptr - offsetof(type, member))); })

struct slot { short first; union { long all; struct { int hits; struct list links[2][3]; } by; struct { char c[6]; short tags[4]; }; }; };

static long mix(long h, long v)
{
	return h * 31 + v;
}

static struct item items[3] = { { .a = 1, .u = 0x20001 }, { 2 }, { 3, .lo = 7, .hi = 8 } };

long test(void)
{
	long h = 0, grid[3][4];
	struct node nodes[5], *n = nodes, *end = &nodes[5];
	struct list *l = &items[2].link;
	char *c = (char *)nodes;
	void *v = nodes;
	int i, j;

	for (i = 0; i < 5; i++) {
		nodes[i].next = i < 4 ? &nodes[i + 1] : 0;
		nodes[i].value = i * i;
		nodes[i].pad[1] = -i;
	}
	for (; n; n = n->next)
		h = mix(h, n->value + n->pad[1]);
	h = mix(h, end - nodes);
	h = mix(h, (end - 2)->value);
	h = mix(h, ((struct node *)(c + sizeof(struct node)))->value);
	h = mix(h, (char *)(v + 24) - c);
	h = mix(h, 2[nodes].value);
	h = mix(h, (&nodes[4])[-1].value);
	h = mix(h, container_of(l, struct item, link)->a);
	for (i = 0; i < 6; i++) {
		struct slot slot = { .first = i };
		l = &slot.by.links[i % 2][i / 2];
		h = mix(h, container_of(l, struct slot, by.links[i % 2][i / 2])->first);
		h = mix(h, offsetof(typeof(*&slot), tags[i]) + offsetof(struct slot, by.links[1][i].prev));
		h = mix(h, offsetof(struct slot, by.links[(signed char)(i - 3)]));
	}
	h = mix(h, items[2].lo + items[2].hi + items[0].hi);
	h = mix(h, ((unsigned long)&nodes[3] - (unsigned long)nodes) / sizeof(nodes[0]));
	for (i = 0; i < 3; i++)
		for (j = 0; j < 4; j++)
			grid[i][j] = i * 10 + j;
	h = mix(h, *(*(grid + 2) + 3));
	h = mix(h, &grid[2] - &grid[0]);
	h = mix(h, (*(&grid[1]))[2]);
	h = mix(h, nodes < end);
	h = mix(h, !n && l);
	h = mix(h, offsetof(struct item, hi));
	h = mix(h, (long)&((struct item *)0)->link.prev);
	return h;
}
