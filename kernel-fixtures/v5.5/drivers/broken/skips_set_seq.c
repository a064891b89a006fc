// SPDX-License-Identifier: GPL-2.0-only
/* Its own migrations are of no interest, so it leaves early: before the sequence is recorded. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct skipper {
	struct mmu_interval_notifier interval;
	struct mutex lock;
	void *device;
	bool mapped;
};

/*
 * expect: interval skips_set_seq_ops missing-set-seq=violates:
 *	its own migration returns true before set_seq; read_begin and read_retry are used on this
 *	notifier
 */
static bool skips_set_seq_invalidate(struct mmu_interval_notifier *mni,
				     const struct mmu_notifier_range *range,
				     unsigned long cur_seq)
{
	struct skipper *skipper = container_of(mni, struct skipper, interval);

	if (range->event == MMU_NOTIFY_MIGRATE && range->owner == skipper->device)
		return true;

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&skipper->lock);
	else if (!mutex_trylock(&skipper->lock))
		return false;
	mmu_interval_set_seq(mni, cur_seq);
	skipper->mapped = false;
	mutex_unlock(&skipper->lock);
	return true;
}

const struct mmu_interval_notifier_ops skips_set_seq_ops = {
	.invalidate = skips_set_seq_invalidate,
};

int skips_set_seq_register(struct skipper *skipper, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&skipper->interval, mm, 0, PAGE_SIZE, &skips_set_seq_ops);
}

int skips_set_seq_map(struct skipper *skipper)
{
	unsigned long seq;

again:
	seq = mmu_interval_read_begin(&skipper->interval);
	mutex_lock(&skipper->lock);
	if (mmu_interval_read_retry(&skipper->interval, seq)) {
		mutex_unlock(&skipper->lock);
		goto again;
	}
	skipper->mapped = true;
	mutex_unlock(&skipper->lock);
	return 0;
}

MODULE_LICENSE("GPL");
