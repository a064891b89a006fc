// SPDX-License-Identifier: GPL-2.0-only
/*
 * A message's number picks the method from a table; some methods split objects, and need memory
 * for that.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct bus {
	struct mmu_notifier notifier;
	struct mutex mutex;
	const struct bus_ops *ops;
	struct area *areas;
};

enum { METHOD_NEW, METHOD_CLEAR, METHOD_QUERY };

struct bus;

struct bus_ops {
	int (*call)(struct bus *bus, unsigned int method, void *args, size_t size);
};

struct area {
	struct area *next;
	unsigned long start, end;
};

struct clear_args {
	unsigned long start, end;
};

static struct area *new_area(unsigned long start, unsigned long end)
{
	struct area *area = kzalloc(sizeof(*area), GFP_KERNEL);

	if (area) {
		area->start = start;
		area->end = end;
	}
	return area;
}

static int split_at(struct area *area, unsigned long at)
{
	struct area *tail;

	if (area->start >= at || at >= area->end)
		return 0;
	tail = new_area(at, area->end);
	if (!tail)
		return -ENOMEM;
	tail->next = area->next;
	area->next = tail;
	area->end = at;
	return 0;
}

static int method_clear(struct bus *bus, void *data, size_t size)
{
	struct clear_args *args = data;

	if (size != sizeof(*args) || !bus->areas)
		return -EINVAL;
	return split_at(bus->areas, args->start) ?: split_at(bus->areas, args->end);
}

static int method_query(struct bus *bus, void *data, size_t size)
{
	return bus->areas ? 1 : 0;
}

static int method_new(struct bus *bus, void *data, size_t size)
{
	struct clear_args *args = data;

	bus->areas = new_area(args->start, args->end);
	return 0;
}

static const struct {
	size_t size;
	int (*func)(struct bus *bus, void *data, size_t size);
} methods[] = {
	[METHOD_NEW] = { sizeof(struct clear_args), method_new },
	[METHOD_CLEAR] = { sizeof(struct clear_args), method_clear },
	[METHOD_QUERY] = { 0, method_query },
};

static int local_call(struct bus *bus, unsigned int method, void *args, size_t size)
{
	if (method >= ARRAY_SIZE(methods))
		return -ENOSYS;
	return methods[method].func(bus, args, size);
}

const struct bus_ops local_bus_ops = {
	.call = local_call,
};

/*
 * expect: range-start method_of_clear_ops may-reclaim=violates:
 *	ops->call is local_call -> methods[METHOD_CLEAR].func = method_clear -> split_at ->
 *	new_area: kzalloc(GFP_KERNEL)
 */
static int method_of_clear_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct bus *owner = container_of(mn, struct bus, notifier);
	struct clear_args args = { range->start, range->end };

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	mutex_lock(&owner->mutex);
	owner->ops->call(owner, METHOD_CLEAR, &args, sizeof(args));
	mutex_unlock(&owner->mutex);
	return 0;
}

const struct mmu_notifier_ops method_of_clear_ops = {
	.invalidate_range_start = method_of_clear_start,
};

/*
 * expect: range-start method_of_query_ops:
 *	methods[METHOD_QUERY].func is method_query, which allocates nothing
 */
static int method_of_query_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct bus *owner = container_of(mn, struct bus, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	mutex_lock(&owner->mutex);
	owner->ops->call(owner, METHOD_QUERY, NULL, 0);
	mutex_unlock(&owner->mutex);
	return 0;
}

const struct mmu_notifier_ops method_of_query_ops = {
	.invalidate_range_start = method_of_query_start,
};

MODULE_LICENSE("GPL");
