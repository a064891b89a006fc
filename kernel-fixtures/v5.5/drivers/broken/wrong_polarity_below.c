// SPDX-License-Identifier: GPL-2.0-only
/* The flag travels in a field to the walk, where it is read the wrong way round. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct zap {
	unsigned long start, end;
	bool atomic;
};

struct zapped {
	struct mmu_notifier notifier;
	spinlock_t lock;
	unsigned long count;
};

static void zap_pages(struct zapped *zapped, const struct zap *zap)
{
	unsigned long at;

	for (at = zap->start; at < zap->end; at += PAGE_SIZE) {
		spin_lock(&zapped->lock);
		zapped->count++;
		spin_unlock(&zapped->lock);
		if (zap->atomic)
			cond_resched();
	}
}

/*
 * expect: range-start wrong_polarity_below_ops sleeps-nonblockable=violates:
 *	zap->atomic is set when not blockable, and cond_resched runs if it is
 */
static int wrong_polarity_below_start(struct mmu_notifier *mn,
				      const struct mmu_notifier_range *range)
{
	struct zapped *zapped = container_of(mn, struct zapped, notifier);
	struct zap zap = {
		.start = range->start,
		.end = range->end,
		.atomic = !mmu_notifier_range_blockable(range),
	};

	zap_pages(zapped, &zap);
	return 0;
}

const struct mmu_notifier_ops wrong_polarity_below_ops = {
	.invalidate_range_start = wrong_polarity_below_start,
};

MODULE_LICENSE("GPL");
