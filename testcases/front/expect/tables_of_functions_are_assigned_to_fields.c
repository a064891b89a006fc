// SPDX-License-Identifier: GPL-2.0-only
struct ops { int (*start)(int); void (*end)(void); struct { int (*deep)(int); } sub; int (*list[3])(int); };
struct device { const struct ops *ops; struct ops own; union { int (*cb)(int); void *data; }; };
typedef struct { int (*fn)(int); } named;

static int one(int n) { return n; }
static int two(int n) { return n + 1; }
static int three(int n) { return n + 2; }
static int four(int n) { return n + 3; }
static int five(int n) { return n + 4; }
static int six(int n) { return n + 4; }
static void end(void) { }

static const struct ops table[] = { { .start = one, .end = end }, { .sub.deep = &two } };
static struct ops lists = { .list = { [1] = three } };
static named thing = { (int (*)(int))four };

int f(struct device *d)
{
	static const struct ops inner = { .start = five };
	struct ops automatic = { .end = end };

	d->own.start = two;
	d->cb = six;
	d->ops = &table[1];
	d->ops = &inner;
	*d = (struct device){ .own = { .start = three } };
	automatic.start(1);
	lists.list[d->own.start(0)](2);
	return thing.fn(3) + d->ops->sub.deep(1);
}
// UNIT: ^!ops.start a.c:one|one !?
// UNIT: ^!\d+ ptr64 "ops" "start" function
// UNIT: ^!\d+ agg192 "ops" "list" function
// UNIT: ^!\d+ ptr64 "named" "fn" function
// IR: f: store ptr64 .*two !ops.start
// IR: f: store ptr64 .*six !tables_of_functions_are_assigned_to_fields.c:3.cb
// IR: f: load ptr64 .*!ops.list
// IR: f: load ptr64 .*!named.fn
