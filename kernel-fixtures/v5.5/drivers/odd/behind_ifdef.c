// SPDX-License-Identifier: GPL-2.0-only
/* What is wrong here is compiled only with an option that another one excludes. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct optional {
	struct mmu_notifier notifier;
	struct mutex lock;
	unsigned long count;
};

#ifdef CONFIG_ODD_TRACKING
/*
 * expect: range-start tracking_ops fails-blockable=violates wrong-errno=violates(-EBUSY):
 *	-EBUSY after a failed trylock, whatever the context; compiled with ODD_TRACKING, which
 *	ODD_DRIVERS excludes
 */
static int tracking_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct optional *optional = container_of(mn, struct optional, notifier);

	if (!mutex_trylock(&optional->lock))
		return -EBUSY;
	optional->count++;
	mutex_unlock(&optional->lock);
	return 0;
}

const struct mmu_notifier_ops tracking_ops = {
	.invalidate_range_start = tracking_start,
};
#else
/* expect: range-start no_tracking_ops: returns 0 only */
static int no_tracking_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return 0;
}

const struct mmu_notifier_ops no_tracking_ops = {
	.invalidate_range_start = no_tracking_start,
};
#endif

MODULE_LICENSE("GPL");
