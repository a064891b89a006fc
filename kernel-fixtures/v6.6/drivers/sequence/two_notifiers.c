// SPDX-License-Identifier: GPL-2.0-only
/* Two notifiers in one object: what one of them owes, the other does not. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct pair {
	struct mmu_interval_notifier mirrored, watched;
	unsigned long seen;
	struct mutex mutex;
	bool mapped;
};

/*
 * expect: interval mirrored_ops missing-set-seq=violates(event):
 *	SOFT_DIRTY returns true before the sequence is recorded; owner->mirrored is begun and
 *	retried by mirrored_map
 */
static bool mirrored_invalidate(struct mmu_interval_notifier *mni,
				const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct pair *owner = container_of(mni, struct pair, mirrored);

	if (range->event == MMU_NOTIFY_SOFT_DIRTY)
		return true;
	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return false;
	mmu_interval_set_seq(mni, cur_seq);
	owner->mapped = false;
	mutex_unlock(&owner->mutex);
	return true;
}

const struct mmu_interval_notifier_ops mirrored_ops = {
	.invalidate = mirrored_invalidate,
};

int mirrored_register(struct pair *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->mirrored, mm, 0, PAGE_SIZE, &mirrored_ops);
}

/* expect: interval watched_ops: owner->watched is never read: it owes nothing */
static bool watched_invalidate(struct mmu_interval_notifier *mni,
			       const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct pair *owner = container_of(mni, struct pair, watched);

	WRITE_ONCE(owner->seen, range->start);
	return true;
}

const struct mmu_interval_notifier_ops watched_ops = {
	.invalidate = watched_invalidate,
};

int watched_register(struct pair *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->watched, mm, 0, PAGE_SIZE, &watched_ops);
}

int mirrored_map(struct pair *owner)
{
	unsigned long seq;

	do {
		seq = mmu_interval_read_begin(&owner->mirrored);
		mutex_lock(&owner->mutex);
		if (!mmu_interval_read_retry(&owner->mirrored, seq))
			break;
		mutex_unlock(&owner->mutex);
	} while (true);
	owner->mapped = true;
	mutex_unlock(&owner->mutex);
	return 0;
}

MODULE_LICENSE("GPL");
