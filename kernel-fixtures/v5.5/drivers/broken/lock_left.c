// SPDX-License-Identifier: GPL-2.0-only
/* The second lock is not to be had: the first one stays taken. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct two_mutexes {
	struct mmu_interval_notifier interval;
	struct mmu_notifier notifier;
	struct mutex outer, inner;
	spinlock_t spin;
	unsigned long mapped;
};

/*
 * expect: interval lock_left_ops returns-locked=violates:
 *	not blockable: false with `outer` held when `inner` is not to be had
 */
static bool lock_left_invalidate(struct mmu_interval_notifier *mni,
				 const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct two_mutexes *locks = container_of(mni, struct two_mutexes, interval);

	if (mmu_notifier_range_blockable(range)) {
		mutex_lock(&locks->outer);
		mutex_lock(&locks->inner);
	} else {
		if (!mutex_trylock(&locks->outer))
			return false;
		if (!mutex_trylock(&locks->inner))
			return false;
	}
	locks->mapped = 0;
	mutex_unlock(&locks->inner);
	mutex_unlock(&locks->outer);
	return true;
}

const struct mmu_interval_notifier_ops lock_left_ops = {
	.invalidate = lock_left_invalidate,
};

int lock_left_register(struct two_mutexes *locks, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&locks->interval, mm, 0, PAGE_SIZE, &lock_left_ops);
}

/*
 * expect: range-start spin_left_ops returns-locked=violates:
 *	not blockable: -EAGAIN with the spin lock held
 */
static int spin_left_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct two_mutexes *locks = container_of(mn, struct two_mutexes, notifier);

	spin_lock(&locks->spin);
	if (locks->mapped > 64 && !mmu_notifier_range_blockable(range))
		return -EAGAIN;
	locks->mapped = 0;
	spin_unlock(&locks->spin);
	return 0;
}

const struct mmu_notifier_ops spin_left_ops = {
	.invalidate_range_start = spin_left_start,
};

MODULE_LICENSE("GPL");
