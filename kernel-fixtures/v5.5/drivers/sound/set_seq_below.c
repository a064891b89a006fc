// SPDX-License-Identifier: GPL-2.0-only
/* The sequence is recorded in a callee, on every path that accepts. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct recorder {
	struct mmu_interval_notifier interval;
	struct mutex lock;
	bool pinned;
	unsigned long evictions;
};

static int evict(struct recorder *recorder, unsigned long cur_seq)
{
	int ret = 0;

	mutex_lock(&recorder->lock);
	mmu_interval_set_seq(&recorder->interval, cur_seq);
	if (recorder->pinned)
		ret = -EBUSY;
	else
		recorder->evictions++;
	mutex_unlock(&recorder->lock);
	return ret;
}

/*
 * expect: interval set_seq_below_ops missing-set-seq=holds:
 *	evict() records the sequence first; its -EBUSY is logged and dropped
 */
static bool set_seq_below_invalidate(struct mmu_interval_notifier *mni,
				     const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct recorder *recorder = container_of(mni, struct recorder, interval);

	if (!mmu_notifier_range_blockable(range))
		return false;
	if (evict(recorder, cur_seq))
		pr_warn("still pinned\n");
	return true;
}

const struct mmu_interval_notifier_ops set_seq_below_ops = {
	.invalidate = set_seq_below_invalidate,
};

int set_seq_below_register(struct recorder *recorder, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&recorder->interval, mm, 0, PAGE_SIZE, &set_seq_below_ops);
}

int set_seq_below_fault(struct recorder *recorder)
{
	unsigned long seq = mmu_interval_read_begin(&recorder->interval);
	int ret;

	mutex_lock(&recorder->lock);
	ret = mmu_interval_read_retry(&recorder->interval, seq) ? -EAGAIN : 0;
	mutex_unlock(&recorder->lock);
	return ret;
}

MODULE_LICENSE("GPL");
