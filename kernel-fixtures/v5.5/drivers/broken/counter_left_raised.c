// SPDX-License-Identifier: GPL-2.0-only
/* The counter that start raises and end lowers stays raised when start fails. */
#include <linux/atomic.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct counted {
	struct mmu_notifier notifier;
	struct mutex lock;
	atomic_t active;
	unsigned long flushes;
};

/*
 * expect: range-start counter_left_raised_ops fails-with-end=violates:
 *	-EAGAIN when not blockable, which is legal but for the invalidate_range_end beside it
 */
static int counter_left_raised_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct counted *counted = container_of(mn, struct counted, notifier);

	atomic_inc(&counted->active);
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;

	mutex_lock(&counted->lock);
	counted->flushes++;
	mutex_unlock(&counted->lock);
	return 0;
}

/* expect: range-end counter_left_raised_ops: an atomic_dec */
static void counter_left_raised_end(struct mmu_notifier *mn,
				    const struct mmu_notifier_range *range)
{
	struct counted *counted = container_of(mn, struct counted, notifier);

	atomic_dec(&counted->active);
}

const struct mmu_notifier_ops counter_left_raised_ops = {
	.invalidate_range_start = counter_left_raised_start,
	.invalidate_range_end = counter_left_raised_end,
};

MODULE_LICENSE("GPL");
