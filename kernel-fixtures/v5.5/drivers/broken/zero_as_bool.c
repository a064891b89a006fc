// SPDX-License-Identifier: GPL-2.0-only
/* The helper says 0 for success; as a bool that reads `false`, which is failure. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct zero_mirror {
	struct mmu_interval_notifier interval;
	struct mutex lock;
	unsigned long pages;
};

static int drop_all(struct zero_mirror *mirror)
{
	mutex_lock(&mirror->lock);
	mirror->pages = 0;
	mutex_unlock(&mirror->lock);
	return 0;
}

/*
 * expect: interval zero_as_bool_ops fails-blockable=violates:
 *	drop_all() returns 0, which is false, while blockable
 */
static bool zero_as_bool_invalidate(struct mmu_interval_notifier *mni,
				    const struct mmu_notifier_range *range,
				    unsigned long cur_seq)
{
	struct zero_mirror *mirror = container_of(mni, struct zero_mirror, interval);

	if (!mmu_notifier_range_blockable(range))
		return false;
	return drop_all(mirror);
}

const struct mmu_interval_notifier_ops zero_as_bool_ops = {
	.invalidate = zero_as_bool_invalidate,
};

int zero_as_bool_register(struct zero_mirror *mirror, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&mirror->interval, mm, 0, PAGE_SIZE, &zero_as_bool_ops);
}

MODULE_LICENSE("GPL");
