// SPDX-License-Identifier: GPL-2.0-only
/* Can neither fail nor be told not to block: nothing to judge. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct silent {
	struct mmu_notifier notifier;
	struct mutex lock;
	unsigned long flushes;
};

static void silent_start(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			 unsigned long end)
{
	struct silent *silent = container_of(mn, struct silent, notifier);

	mutex_lock(&silent->lock);
	silent->flushes++;
	mutex_unlock(&silent->lock);
}

const struct mmu_notifier_ops silent_ops = {
	.invalidate_range_start = silent_start,
};

MODULE_LICENSE("GPL");
