// SPDX-License-Identifier: GPL-2.0-only
/* A driver whose one callback ends ranges: it asks nobody whether it may wait. */
#include <linux/completion.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct counter {
	struct mmu_notifier notifier;
	struct completion drained;
	unsigned long ranges;
};

/* expect: range-end counter_ops sleeps-nonblockable=violates: wait_for_completion without a test */
static void counter_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct counter *counter = container_of(mn, struct counter, notifier);

	counter->ranges++;
	wait_for_completion(&counter->drained);
}

const struct mmu_notifier_ops counter_ops = {
	.invalidate_range_end = counter_end,
};

MODULE_LICENSE("GPL");
