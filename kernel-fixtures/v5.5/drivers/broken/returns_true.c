// SPDX-License-Identifier: GPL-2.0-only
/* `true` is no success where 0 is: the callback was once a bool and kept its last line. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct true_mirror {
	struct mmu_notifier notifier;
	struct mutex lock;
	unsigned long generation;
};

/*
 * expect: range-start returns_true_ops fails-blockable=violates wrong-errno=violates(1):
 *	returns 1 while blockable
 */
static int returns_true_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct true_mirror *mirror = container_of(mn, struct true_mirror, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;

	mutex_lock(&mirror->lock);
	mirror->generation++;
	mutex_unlock(&mirror->lock);
	return true;
}

const struct mmu_notifier_ops returns_true_ops = {
	.invalidate_range_start = returns_true_start,
};

MODULE_LICENSE("GPL");
