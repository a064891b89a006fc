// SPDX-License-Identifier: GPL-2.0-only
/* The plainest right answer, for either kind. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct plain {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	bool valid;
};

/* expect: range-start check_first_ops: tested first */
static int check_first_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct plain *plain = container_of(mn, struct plain, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;

	mutex_lock(&plain->lock);
	plain->valid = false;
	mutex_unlock(&plain->lock);
	return 0;
}

const struct mmu_notifier_ops check_first_ops = {
	.invalidate_range_start = check_first_start,
};

/*
 * expect: interval check_first_interval_ops missing-set-seq=holds:
 *	tested first; set_seq on the one path that accepts
 */
static bool check_first_invalidate(struct mmu_interval_notifier *mni,
				   const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct plain *plain = container_of(mni, struct plain, interval);

	if (!mmu_notifier_range_blockable(range))
		return false;

	mutex_lock(&plain->lock);
	mmu_interval_set_seq(mni, cur_seq);
	plain->valid = false;
	mutex_unlock(&plain->lock);
	return true;
}

const struct mmu_interval_notifier_ops check_first_interval_ops = {
	.invalidate = check_first_invalidate,
};

int check_first_register(struct plain *plain, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&plain->interval, mm, 0, PAGE_SIZE, &check_first_interval_ops);
}

bool check_first_fault(struct plain *plain)
{
	unsigned long seq = mmu_interval_read_begin(&plain->interval);

	mutex_lock(&plain->lock);
	plain->valid = !mmu_interval_read_retry(&plain->interval, seq);
	mutex_unlock(&plain->lock);
	return plain->valid;
}

MODULE_LICENSE("GPL");
