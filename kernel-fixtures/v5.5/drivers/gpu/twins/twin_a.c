// SPDX-License-Identifier: GPL-2.0-only
/* Twin a: its functions and tables have the same names as its twin's, and not the same bodies. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct twin {
	struct mmu_interval_notifier interval;
	struct mutex lock;
	unsigned long mapped;
};

static bool may_fail(const struct mmu_notifier_range *range)
{
	return !mmu_notifier_range_blockable(range);
}

/* expect: interval twin_ops: may_fail() is !blockable here; else waits */
static bool twin_invalidate(struct mmu_interval_notifier *mni,
			    const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct twin *twin = container_of(mni, struct twin, interval);

	if (!mutex_trylock(&twin->lock)) {
		if (may_fail(range))
			return false;
		mutex_lock(&twin->lock);
	}
	twin->mapped = 0;
	mutex_unlock(&twin->lock);
	return true;
}

static const struct mmu_interval_notifier_ops twin_ops = {
	.invalidate = twin_invalidate,
};

int twin_a_register(struct twin *twin, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&twin->interval, mm, 0, PAGE_SIZE, &twin_ops);
}

MODULE_LICENSE("GPL");
