// SPDX-License-Identifier: GPL-2.0-only
/* A signal makes the callback fail, although it was allowed to wait. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

struct interrupted {
	struct mmu_interval_notifier interval;
	struct mmu_notifier notifier;
	struct mutex lock;
	struct rw_semaphore sem;
	bool mapped;
};

/*
 * expect: interval interrupted_interval_ops fails-blockable=violates:
 *	false after an interrupted lock, while blockable
 */
static bool interrupted_invalidate(struct mmu_interval_notifier *mni,
				   const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct interrupted *owner = container_of(mni, struct interrupted, interval);

	if (!mmu_notifier_range_blockable(range))
		return false;
	if (mutex_lock_interruptible(&owner->lock))
		return false;
	owner->mapped = false;
	mutex_unlock(&owner->lock);
	return true;
}

const struct mmu_interval_notifier_ops interrupted_interval_ops = {
	.invalidate = interrupted_invalidate,
};

int interrupted_register(struct interrupted *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->interval, mm, 0, PAGE_SIZE, &interrupted_interval_ops);
}

/*
 * The killable form, and its error handed on.
 * expect: range-start killed_ops fails-blockable=violates wrong-errno=violates(-EINTR):
 *	-EINTR of down_write_killable while blockable
 */
static int killed_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct interrupted *owner = container_of(mn, struct interrupted, notifier);
	int ret;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	ret = down_write_killable(&owner->sem);
	if (!ret) {
		owner->mapped = false;
		up_write(&owner->sem);
	}
	return ret;
}

const struct mmu_notifier_ops killed_ops = {
	.invalidate_range_start = killed_start,
};

MODULE_LICENSE("GPL");
