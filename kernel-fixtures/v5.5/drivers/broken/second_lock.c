// SPDX-License-Identifier: GPL-2.0-only
/* The first lock is tried, the second one just taken. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

struct two_locks {
	struct mmu_notifier notifier;
	struct mutex first;
	struct rw_semaphore second;
	unsigned long dropped;
};

/*
 * expect: range-start second_lock_ops sleeps-nonblockable=violates:
 *	trylock for the first lock, down_read without a test for the second
 */
static int second_lock_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct two_locks *locks = container_of(mn, struct two_locks, notifier);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&locks->first);
	else if (!mutex_trylock(&locks->first))
		return -EAGAIN;

	down_read(&locks->second);
	locks->dropped++;
	up_read(&locks->second);

	mutex_unlock(&locks->first);
	return 0;
}

const struct mmu_notifier_ops second_lock_ops = {
	.invalidate_range_start = second_lock_start,
};

MODULE_LICENSE("GPL");
