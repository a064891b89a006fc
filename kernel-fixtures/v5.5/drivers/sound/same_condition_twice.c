// SPDX-License-Identifier: GPL-2.0-only
/* Taken and dropped under one condition, which is tested twice and means the same each time. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct twice {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	bool shared;
	unsigned long start, end;
};

/*
 * expect: range-start lock_if_blockable_ops: locked and unlocked if blockable; -EAGAIN only if not
 */
static int lock_if_blockable_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct twice *twice = container_of(mn, struct twice, notifier);
	bool overlap;
	int ret = 0;

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&twice->lock);

	overlap = twice->start < range->end && range->start < twice->end;
	if (overlap && !mmu_notifier_range_blockable(range))
		ret = -EAGAIN;
	else if (overlap)
		twice->start = twice->end;

	if (mmu_notifier_range_blockable(range))
		mutex_unlock(&twice->lock);
	return ret;
}

const struct mmu_notifier_ops lock_if_blockable_ops = {
	.invalidate_range_start = lock_if_blockable_start,
};

/*
 * expect: interval lock_if_shared_ops:
 *	false only when atomic; the mutex is dropped on the same condition
 */
static bool lock_if_shared_invalidate(struct mmu_interval_notifier *mni,
				      const struct mmu_notifier_range *range,
				      unsigned long cur_seq)
{
	struct twice *twice = container_of(mni, struct twice, interval);
	const bool atomic = !mmu_notifier_range_blockable(range);
	const bool shared = READ_ONCE(twice->shared);
	bool done = true;

	if (shared && atomic && !mutex_trylock(&twice->lock))
		return false;
	if (shared && !atomic)
		mutex_lock(&twice->lock);

	if (atomic && twice->start < twice->end)
		done = false;
	else
		twice->end = twice->start;

	if (shared)
		mutex_unlock(&twice->lock);
	return done;
}

const struct mmu_interval_notifier_ops lock_if_shared_ops = {
	.invalidate = lock_if_shared_invalidate,
};

int lock_if_shared_register(struct twice *twice, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&twice->interval, mm, 0, PAGE_SIZE, &lock_if_shared_ops);
}

MODULE_LICENSE("GPL");
