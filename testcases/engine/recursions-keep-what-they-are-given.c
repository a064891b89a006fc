// SPDX-License-Identifier: GPL-2.0-only
/* A recursion over tables, as KVM walks those of arm64: the walker and its callback stay the caller's. */
typedef unsigned long u64;
void __probe_value(long value);
void __probe_reached(void);
void opaque(void *);
int unknown(void);
u64 *follow(u64 pte);
void release(u64 *pte);

enum { LEAF = 1, PRE = 2, POST = 4 };

struct context {
	u64 *ptep, old;
	void *arg;
	u64 start, addr, end;
	signed char level;
	int flags;
};

struct walker {
	int (*cb)(const struct context *context, int visit);
	void *arg;
	int flags;
};

struct walk {
	struct walker *walker;
	const u64 start;
	u64 addr;
	const u64 end;
};

static int visit_one(struct walk *walk, const struct context *context, int visit)
{
	struct walker *walker = walk->walker;

	return walker->cb(context, visit);
}

static _Bool goes_on(const struct walker *walker, int error)
{
	if (error == -11)
		return !(walker->flags & 8);
	return !error;
}

static _Bool is_table(u64 pte, signed char level)
{
	if (level == 3)
		return 0;
	if (!(pte & 1))
		return 0;
	return (pte & 2) == 2;
}

static u64 size_of(signed char level)
{
	return 1ul << ((4 - level) * 9 + 3);
}

static int walk_table(struct walk *walk, u64 *table, signed char level);

static inline int visit(struct walk *walk, u64 *ptep, signed char level)
{
	int flags = walk->walker->flags;
	struct context context = {
		.ptep = ptep, .old = *(volatile u64 *)ptep, .arg = walk->walker->arg, .start = walk->start,
		.addr = walk->addr, .end = walk->end, .level = level, .flags = flags,
	};
	int error = 0;
	_Bool reload = 0, table = is_table(context.old, level);

	if (table && (context.flags & PRE)) {
		error = visit_one(walk, &context, PRE);
		reload = 1;
	}
	if (!table && (context.flags & LEAF)) {
		error = visit_one(walk, &context, LEAF);
		reload = 1;
	}
	if (reload) {
		context.old = *(volatile u64 *)ptep;
		table = is_table(context.old, level);
	}
	if (!goes_on(walk->walker, error))
		goto out;
	if (!table) {
		walk->addr = walk->addr & ~(size_of(level) - 1);
		walk->addr += size_of(level);
		goto out;
	}
	error = walk_table(walk, follow(context.old), level + 1);
	if (!goes_on(walk->walker, error))
		goto out;
	if (context.flags & POST)
		error = visit_one(walk, &context, POST);
out:
	if (goes_on(walk->walker, error))
		return 0;
	return error;
}

static int walk_table(struct walk *walk, u64 *table, signed char level)
{
	int error = 0;

	if (level < -1 || level > 3)
		return -22;
	for (unsigned i = (walk->addr >> ((4 - level) * 9 + 3)) & 511; i < 512; i++) {
		u64 *ptep = &table[i];

		if (walk->addr >= walk->end)
			break;
		error = visit(walk, ptep, level);
		if (error)
			break;
	}
	return error;
}

static int walk_all(struct walker *walker, u64 *table, u64 addr, u64 size, signed char level)
{
	struct walk walk = {
		.start = addr & ~4095ul, .addr = addr & ~4095ul, .end = walk.addr + size, .walker = walker,
	};
	int error = 0;

	for (unsigned i = walk.addr >> 39; walk.addr < walk.end; i++) {
		error = walk_table(&walk, &table[i * 512], level);
		if (error)
			break;
	}
	__probe_value(walk.walker->flags);	// {5}
	return error;
}

static int clear(const struct context *context, int visit)
{
	u64 *table = 0;

	__probe_value(visit);	// {1, 4}
	if (!(context->old & 1)) {
		if (context->old) {
			*context->ptep = 0;
			release(context->ptep);
		}
		return 0;
	}
	if (is_table(context->old, context->level))
		table = follow(context->old);
	*context->ptep = 0;
	if (table)
		release(table);
	return 0;
}

static int sleep(const struct context *context, int visit)
{
	__probe_reached();	// no
	return 0;
}

struct walker other = { .cb = sleep };

int test_walk(u64 *table, u64 addr, u64 size, signed char level)
{
	struct walker walker = { .cb = clear, .flags = LEAF | POST };

	__probe_value(walk_all(&walker, table, addr, size, level));	// {-22, 0}
	return 0;
}
