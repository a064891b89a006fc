// SPDX-License-Identifier: GPL-2.0-only
/* No initialiser: the callbacks are put into their ops by code. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct late {
	struct mmu_notifier_ops ops;
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	bool valid;
};

static struct mmu_interval_notifier_ops late_interval_ops;

/*
 * expect: range-start ops fails-blockable=violates wrong-errno=violates(-EINTR)
 *	fails-with-end=holds|undecided:
 *	-EINTR when killed while blockable (-EWOULDBLOCK is -EAGAIN)
 */
static int assigned_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct late *late = container_of(mn, struct late, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EWOULDBLOCK;
	if (mutex_lock_killable(&late->lock))
		return -EINTR;
	late->valid = false;
	mutex_unlock(&late->lock);
	return 0;
}

/* expect: interval late_interval_ops: returns true only */
static bool assigned_invalidate(struct mmu_interval_notifier *mni,
				const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct late *late = container_of(mni, struct late, interval);

	WRITE_ONCE(late->valid, false);
	return true;
}

/* expect: range-start late->ops: returns 0 only */
static int assigned_member_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return 0;
}

int late_register(struct late *late, struct mmu_notifier_ops *ops, struct mm_struct *mm)
{
	ops->invalidate_range_start = assigned_start;
	late_interval_ops.invalidate = assigned_invalidate;
	late->notifier.ops = ops;
	if (mmu_interval_notifier_insert(&late->interval, mm, 0, PAGE_SIZE, &late_interval_ops))
		return -ENOMEM;
	return mmu_notifier_register(&late->notifier, mm);
}

int late_register_member(struct late *late, struct mm_struct *mm)
{
	late->ops.invalidate_range_start = assigned_member_start;
	late->notifier.ops = &late->ops;
	return mmu_notifier_register(&late->notifier, mm);
}

MODULE_LICENSE("GPL");
