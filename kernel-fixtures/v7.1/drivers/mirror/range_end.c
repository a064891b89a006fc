// SPDX-License-Identifier: GPL-2.0-only
/* What ends a range, beside callbacks in two passes: told, not told, allocating without flags. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct ended {
	struct mmu_notifier told, untold, allocating;
	struct mutex lock;
	unsigned long finished;
	unsigned long *log;
};

/* expect: range-end told_end_ops: guard(mutex) behind the test */
static void told_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ended *ended = container_of(mn, struct ended, told);

	if (!mmu_notifier_range_blockable(range))
		return;
	guard(mutex)(&ended->lock);
	ended->finished++;
}

const struct mmu_notifier_ops told_end_ops = {
	.invalidate_range_end = told_end,
};

/* expect: range-end untold_end_ops sleeps-nonblockable=violates: guard(mutex) without a test */
static void untold_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ended *ended = container_of(mn, struct ended, untold);

	guard(mutex)(&ended->lock);
	ended->finished++;
}

const struct mmu_notifier_ops untold_end_ops = {
	.invalidate_range_end = untold_end,
};

/*
 * expect: range-end allocating_end_ops may-reclaim=violates:
 *	kmalloc_objs without flags is GFP_KERNEL, behind the test
 */
static void allocating_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ended *ended = container_of(mn, struct ended, allocating);

	if (!mmu_notifier_range_blockable(range))
		return;
	kfree(ended->log);
	ended->log = kmalloc_objs(*ended->log, 4);
}

const struct mmu_notifier_ops allocating_end_ops = {
	.invalidate_range_end = allocating_end,
};

MODULE_LICENSE("GPL");
