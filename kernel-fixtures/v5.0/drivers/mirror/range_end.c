// SPDX-License-Identifier: GPL-2.0-only
/* What ends a range returns nothing, and is told by the same field as what starts it. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct ended {
	struct mmu_notifier told, untold, inverted, allocating;
	struct mutex lock;
	unsigned long finished;
	void *log;
};

static void finish(struct ended *ended)
{
	mutex_lock(&ended->lock);
	ended->finished++;
	mutex_unlock(&ended->lock);
}

/* expect: range-start told_ops: returns 0 only, and does nothing */
static int told_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return 0;
}

/* expect: range-end told_ops: mutex_lock if blockable, else mutex_trylock */
static void told_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ended *ended = container_of(mn, struct ended, told);

	if (range->blockable)
		mutex_lock(&ended->lock);
	else if (!mutex_trylock(&ended->lock))
		return;
	ended->finished++;
	mutex_unlock(&ended->lock);
}

const struct mmu_notifier_ops told_ops = {
	.invalidate_range_start = told_start,
	.invalidate_range_end = told_end,
};

/*
 * expect: range-end untold_ops sleeps-nonblockable=violates:
 *	mutex_lock in finish() without a test; its table has no other callback
 */
static void untold_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	finish(container_of(mn, struct ended, untold));
}

const struct mmu_notifier_ops untold_ops = {
	.invalidate_range_end = untold_end,
};

/*
 * expect: range-end inverted_ops sleeps-nonblockable=violates:
 *	mutex_lock exactly when not blockable
 */
static void inverted_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!range->blockable)
		finish(container_of(mn, struct ended, inverted));
}

const struct mmu_notifier_ops inverted_ops = {
	.invalidate_range_end = inverted_end,
};

/*
 * expect: range-end allocating_ops may-reclaim=violates: kmalloc with GFP_KERNEL, behind the test
 */
static void allocating_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ended *ended = container_of(mn, struct ended, allocating);

	if (!range->blockable)
		return;
	kfree(ended->log);
	ended->log = kmalloc(64, GFP_KERNEL);
}

const struct mmu_notifier_ops allocating_ops = {
	.invalidate_range_end = allocating_end,
};

MODULE_LICENSE("GPL");
