// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first pass records the sequence; or forgets it on one of its ways, or leaves it to the
 * second.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct sequenced {
	struct mmu_interval_notifier recorded, forgotten, left;
	struct mmu_interval_notifier_finish finish;
	spinlock_t lock;
	void *device;
	bool mapped;
};

static void drop_mapping(struct mmu_interval_notifier_finish *finish)
{
	struct sequenced *owner = container_of(finish, struct sequenced, finish);

	WRITE_ONCE(owner->mapped, false);
}

/* expect: interval-start recorded_first_ops missing-set-seq=holds: recorded on the one path */
static bool recorded_first_start(struct mmu_interval_notifier *mni,
				 const struct mmu_notifier_range *range, unsigned long cur_seq,
				 struct mmu_interval_notifier_finish **finish)
{
	struct sequenced *owner = container_of(mni, struct sequenced, recorded);

	spin_lock(&owner->lock);
	mmu_interval_set_seq(mni, cur_seq);
	spin_unlock(&owner->lock);
	if (range->owner != owner->device)
		*finish = &owner->finish;
	return true;
}

const struct mmu_interval_notifier_ops recorded_first_ops = {
	.invalidate_start = recorded_first_start,
	.invalidate_finish = drop_mapping,
};

int recorded_first_register(struct sequenced *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->recorded, mm, 0, PAGE_SIZE,
					    &recorded_first_ops);
}

/*
 * expect: interval-start forgotten_by_owner_ops missing-set-seq=violates(owner):
 *	its own invalidations return true before the sequence is recorded
 */
static bool forgotten_by_owner_start(struct mmu_interval_notifier *mni,
				     const struct mmu_notifier_range *range, unsigned long cur_seq,
				     struct mmu_interval_notifier_finish **finish)
{
	struct sequenced *owner = container_of(mni, struct sequenced, forgotten);

	if (range->owner == owner->device)
		return true;
	spin_lock(&owner->lock);
	mmu_interval_set_seq(mni, cur_seq);
	spin_unlock(&owner->lock);
	*finish = &owner->finish;
	return true;
}

const struct mmu_interval_notifier_ops forgotten_by_owner_ops = {
	.invalidate_start = forgotten_by_owner_start,
	.invalidate_finish = drop_mapping,
};

int forgotten_by_owner_register(struct sequenced *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->forgotten, mm, 0, PAGE_SIZE,
					    &forgotten_by_owner_ops);
}

/*
 * expect: interval-start left_to_second_ops missing-set-seq=violates:
 *	never recorded in the first pass, and the second has no sequence to record
 */
static bool left_to_second_start(struct mmu_interval_notifier *mni,
				 const struct mmu_notifier_range *range, unsigned long cur_seq,
				 struct mmu_interval_notifier_finish **finish)
{
	struct sequenced *owner = container_of(mni, struct sequenced, left);

	*finish = &owner->finish;
	return true;
}

const struct mmu_interval_notifier_ops left_to_second_ops = {
	.invalidate_start = left_to_second_start,
	.invalidate_finish = drop_mapping,
};

int left_to_second_register(struct sequenced *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->left, mm, 0, PAGE_SIZE, &left_to_second_ops);
}

bool sequenced_retry(struct sequenced *owner)
{
	unsigned long recorded = mmu_interval_read_begin(&owner->recorded);
	unsigned long forgotten = mmu_interval_read_begin(&owner->forgotten);
	unsigned long left = mmu_interval_read_begin(&owner->left);
	bool retry;

	spin_lock(&owner->lock);
	retry = mmu_interval_read_retry(&owner->recorded, recorded) ||
		mmu_interval_read_retry(&owner->forgotten, forgotten) ||
		mmu_interval_read_retry(&owner->left, left);
	owner->mapped = !retry;
	spin_unlock(&owner->lock);
	return retry;
}

MODULE_LICENSE("GPL");
