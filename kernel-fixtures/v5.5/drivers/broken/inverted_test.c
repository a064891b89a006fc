// SPDX-License-Identifier: GPL-2.0-only
/* The test has the wrong sign: it gives up where it may wait and waits where it must not. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct inverted {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	unsigned long stale;
};

/*
 * expect: range-start inverted_ops fails-blockable=violates sleeps-nonblockable=violates:
 *	blockable: always -EAGAIN; not blockable: mutex_lock
 */
static int inverted_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct inverted *inverted = container_of(mn, struct inverted, notifier);

	if (mmu_notifier_range_blockable(range))
		return -EAGAIN;

	mutex_lock(&inverted->lock);
	inverted->stale += range->end - range->start;
	mutex_unlock(&inverted->lock);
	return 0;
}

const struct mmu_notifier_ops inverted_ops = {
	.invalidate_range_start = inverted_start,
};

/*
 * expect: interval inverted_interval_ops fails-blockable=violates
 *	sleeps-nonblockable=violates:
 *	blockable: false after a failed trylock; not blockable: mutex_lock
 */
static bool inverted_invalidate(struct mmu_interval_notifier *mni,
				const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct inverted *inverted = container_of(mni, struct inverted, interval);

	if (!mmu_notifier_range_blockable(range))
		mutex_lock(&inverted->lock);
	else if (!mutex_trylock(&inverted->lock))
		return false;
	inverted->stale++;
	mutex_unlock(&inverted->lock);
	return true;
}

const struct mmu_interval_notifier_ops inverted_interval_ops = {
	.invalidate = inverted_invalidate,
};

int inverted_register(struct inverted *inverted, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&inverted->interval, mm, 0, PAGE_SIZE, &inverted_interval_ops);
}

MODULE_LICENSE("GPL");
