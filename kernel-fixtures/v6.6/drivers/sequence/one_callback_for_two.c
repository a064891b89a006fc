// SPDX-License-Identifier: GPL-2.0-only
/* Two notifiers share a callback: the one that is read makes it owe the sequence. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct shared {
	struct mmu_interval_notifier read, unread;
	unsigned long seen;
	struct mutex mutex;
	bool mapped;
};

/*
 * expect: interval shared_by_two_ops missing-set-seq=violates:
 *	inserted for owner->read, which is begun and retried, and for owner->unread, which is not:
 *	the sequence is never recorded
 */
static bool shared_by_two_invalidate(struct mmu_interval_notifier *mni,
				     const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct shared *owner = container_of(mni, struct shared, read);

	WRITE_ONCE(owner->seen, range->start);
	return true;
}

const struct mmu_interval_notifier_ops shared_by_two_ops = {
	.invalidate = shared_by_two_invalidate,
};

int shared_by_two_register(struct shared *owner, struct mm_struct *mm)
{
	int ret = mmu_interval_notifier_insert(&owner->read, mm, 0, PAGE_SIZE, &shared_by_two_ops);

	if (ret)
		return ret;
	return mmu_interval_notifier_insert(&owner->unread, mm, PAGE_SIZE, PAGE_SIZE,
					    &shared_by_two_ops);
}

int shared_by_two_map(struct shared *owner)
{
	unsigned long seq;

	do {
		seq = mmu_interval_read_begin(&owner->read);
		mutex_lock(&owner->mutex);
		if (!mmu_interval_read_retry(&owner->read, seq))
			break;
		mutex_unlock(&owner->mutex);
	} while (true);
	owner->mapped = true;
	mutex_unlock(&owner->mutex);
	return 0;
}

MODULE_LICENSE("GPL");
