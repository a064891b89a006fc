// SPDX-License-Identifier: GPL-2.0-only
/* The notifier is here, and it is read in another file of the module. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

#include "two_files.h"

/*
 * expect: interval two_files_read_ops missing-set-seq=violates(state):
 *	recorded only if something is mapped; two_files_reader.c begins and retries
 */
static bool two_files_read_invalidate(struct mmu_interval_notifier *mni,
				      const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct two_files *owner = container_of(mni, struct two_files, read);

	if (!mmu_notifier_range_blockable(range))
		return false;
	mutex_lock(&owner->mutex);
	if (owner->mapped)
		mmu_interval_set_seq(mni, cur_seq);
	owner->mapped = false;
	mutex_unlock(&owner->mutex);
	return true;
}

const struct mmu_interval_notifier_ops two_files_read_ops = {
	.invalidate = two_files_read_invalidate,
};

int two_files_read_register(struct two_files *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->read, mm, 0, PAGE_SIZE, &two_files_read_ops);
}

/*
 * expect: interval two_files_recorded_ops missing-set-seq=holds:
 *	recorded on the one path that accepts; two_files_reader.c begins and retries
 */
static bool two_files_recorded_invalidate(struct mmu_interval_notifier *mni,
					  const struct mmu_notifier_range *range,
					  unsigned long cur_seq)
{
	struct two_files *owner = container_of(mni, struct two_files, recorded);

	if (!mmu_notifier_range_blockable(range))
		return false;
	mutex_lock(&owner->mutex);
	mmu_interval_set_seq(mni, cur_seq);
	owner->mapped = false;
	mutex_unlock(&owner->mutex);
	return true;
}

const struct mmu_interval_notifier_ops two_files_recorded_ops = {
	.invalidate = two_files_recorded_invalidate,
};

int two_files_recorded_register(struct two_files *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->recorded, mm, 0, PAGE_SIZE,
					    &two_files_recorded_ops);
}

/* expect: interval two_files_unread_ops: neither file reads it */
static bool two_files_unread_invalidate(struct mmu_interval_notifier *mni,
					const struct mmu_notifier_range *range,
					unsigned long cur_seq)
{
	struct two_files *owner = container_of(mni, struct two_files, unread);

	WRITE_ONCE(owner->mapped, false);
	return true;
}

const struct mmu_interval_notifier_ops two_files_unread_ops = {
	.invalidate = two_files_unread_invalidate,
};

int two_files_unread_register(struct two_files *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->unread, mm, 0, PAGE_SIZE,
					    &two_files_unread_ops);
}

MODULE_LICENSE("GPL");
