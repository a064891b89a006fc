// SPDX-License-Identifier: GPL-2.0-only
typedef struct { int counter; } atomic_t;
struct list { struct list *next, *prev; };
struct entry { int v; struct list node; };
#define container_of(p, t, m) ({ void *__m = (void *)(p); _Static_assert(1, ""); ((t *)(__m - __builtin_offsetof(t, m))); })
#define list_for_each_entry(pos, head, member) \
	for (pos = container_of((head)->next, __typeof__(*pos), member); !(&pos->member == (head)); \
	     pos = container_of(pos->member.next, __typeof__(*pos), member))
#define READ_ONCE(x) ({ do { extern void __bad(void) __attribute__((error("no"))); if (!(sizeof(x) <= 8)) __bad(); } while (0); (*(const __typeof__(x) *)&(x)); })
#define WRITE_ONCE(x, v) do { *(volatile __typeof__(x) *)&(x) = (v); } while (0)
#define min(a, b) __builtin_choose_expr((sizeof(int) == sizeof(*(8 ? ((void *)((long)(a) * 0l)) : (int *)8))), ((a) < (b) ? (a) : (b)), ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ < b_ ? a_ : b_; }))
#define ___wait(cond, limit) ({ __label__ __out; long __ret = 0; for (;;) { if (cond) break; if (++__ret > (limit)) { __ret = -4; goto __out; } } __ret += 100; __out: __ret; })
#define wait_event(cond, limit) ({ int __r = 0; if (!(cond)) __r = ___wait(cond, limit); __r; })
#define try(x) ({ int e_ = (x); if (e_ < 0) return e_; e_; })

static long mix(long h, long v) { return h * 31 + v; }
static int negative(int n) { return try(n) + try(n - 5); }

static int leave_from_inside(int n)
{
	int r = 0;

	for (int i = 0; i < 10; i++) {
		r += ({ if (i == n) break; if (i & 1) continue; i * 2; });
		if (({ if (i > 7) goto out; 0; }))
			r = 1000;
	}
	return r;
out:
	return -r;
}

static int nested(int n)
{
	return ({ int a = ({ int b = n; ({ b++; b * 2; }) + b; }); switch (a) { case 5: a = 50; break; default: a++; } a; })
		+ (n ? ({ n--; n; }) : ({ n++; n; })) + (n && ({ n > 2; }));
}

static int scoped(int n)
{
	int r = 0;

	for (int once = 1, *done = (void *)0; once && !done; done = (void *)8) {
		if (0) {
unlock:			break;
		} else {
			r = n * 2;
			if (n == 3)
				goto unlock;
			r++;
		}
	}
	return r;
}

long test(void)
{
	struct list head = { &head, &head };
	struct entry e[3] = { { 1 }, { 2 }, { 3 } }, *pos;
	atomic_t a = { 5 };
	long h = 0;
	int x = 0, y;

	for (int i = 0; i < 3; i++) {
		e[i].node.next = &head;
		e[i].node.prev = head.prev;
		head.prev->next = &e[i].node;
		head.prev = &e[i].node;
	}
	list_for_each_entry(pos, &head, node)
		h = mix(h, pos->v);
	h = mix(h, pos == container_of(&head, struct entry, node));
	WRITE_ONCE(a.counter, READ_ONCE(a.counter) + 1);
	h = mix(h, a.counter);
	h = mix(h, min(3, 4) + min(a.counter, x));
	h = mix(h, wait_event(++x > 3, 10));
	h = mix(h, wait_event(++x > 300, 10));
	h = mix(h, x);
	h = mix(h, negative(3) + negative(7) * 10 + negative(-2) * 100);
	for (int i = 0; i < 12; i++)
		h = mix(h, leave_from_inside(i) + nested(i) + scoped(i));
	h = mix(h, (y = x = 4) + y);
	if ((y = x - 4))
		h++;
	while ((x -= 1) > 0 && (y += x, 1))
		h = mix(h, y);
	(void)({ h++; });
	return h;
}
