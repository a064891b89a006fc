// SPDX-License-Identifier: GPL-2.0-only
/* Ops of other kinds whose fields have the same names: none of these is a notifier's callback. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct cache_unit {
	struct mutex lock;
	unsigned long lines;
};

struct cache_ops {
	int (*invalidate)(struct cache_unit *unit, unsigned int start, unsigned int limit);
	int (*invalidate_range_start)(struct cache_unit *unit);
	void (*flush)(struct cache_unit *unit);
};

static int unit_invalidate(struct cache_unit *unit, unsigned int start, unsigned int limit)
{
	if (start >= limit)
		return -EINVAL;
	mutex_lock(&unit->lock);
	unit->lines = 0;
	mutex_unlock(&unit->lock);
	return 0;
}

static int unit_range_start(struct cache_unit *unit)
{
	return -EBUSY;
}

const struct cache_ops unit_ops = {
	.invalidate = unit_invalidate,
	.invalidate_range_start = unit_range_start,
};

/*
 * A notifier's ops, but without any callback that is judged.
 * expect: release unit_notifier_ops: it is only named
 */
static void unit_release(struct mmu_notifier *mn, struct mm_struct *mm)
{
	might_sleep();
}

const struct mmu_notifier_ops unit_notifier_ops = {
	.release = unit_release,
};

MODULE_LICENSE("GPL");
