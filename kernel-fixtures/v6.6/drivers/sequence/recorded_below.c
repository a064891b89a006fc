// SPDX-License-Identifier: GPL-2.0-only
/* The sequence is recorded by a function that is called: always, or on one of its ways only. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct delegating {
	struct mmu_interval_notifier always, sometimes, other;
	bool restoring;
	struct mutex mutex;
	bool mapped;
};

static void evict_always(struct delegating *owner, struct mmu_interval_notifier *mni,
			 unsigned long cur_seq)
{
	mutex_lock(&owner->mutex);
	mmu_interval_set_seq(mni, cur_seq);
	owner->mapped = false;
	mutex_unlock(&owner->mutex);
}

static int evict_unless_restoring(struct delegating *owner, struct mmu_interval_notifier *mni,
				  unsigned long cur_seq)
{
	if (READ_ONCE(owner->restoring))
		return 0;
	evict_always(owner, mni, cur_seq);
	return 0;
}

/* expect: interval below_always_ops missing-set-seq=holds: evict_always records it */
static bool below_always_invalidate(struct mmu_interval_notifier *mni,
				    const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct delegating *owner = container_of(mni, struct delegating, always);

	if (!mmu_notifier_range_blockable(range))
		return false;
	evict_always(owner, mni, cur_seq);
	return true;
}

const struct mmu_interval_notifier_ops below_always_ops = {
	.invalidate = below_always_invalidate,
};

int below_always_register(struct delegating *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->always, mm, 0, PAGE_SIZE, &below_always_ops);
}

/*
 * expect: interval below_sometimes_ops missing-set-seq=violates(state):
 *	evict_unless_restoring returns 0 before it is recorded while restoring, and true comes of
 *	it
 */
static bool below_sometimes_invalidate(struct mmu_interval_notifier *mni,
				       const struct mmu_notifier_range *range,
				       unsigned long cur_seq)
{
	struct delegating *owner = container_of(mni, struct delegating, sometimes);

	if (!mmu_notifier_range_blockable(range))
		return false;
	evict_unless_restoring(owner, mni, cur_seq);
	return true;
}

const struct mmu_interval_notifier_ops below_sometimes_ops = {
	.invalidate = below_sometimes_invalidate,
};

int below_sometimes_register(struct delegating *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->sometimes, mm, 0, PAGE_SIZE,
					    &below_sometimes_ops);
}

/*
 * expect: interval below_of_another_ops missing-set-seq=violates:
 *	the sequence of another notifier is recorded
 */
static bool below_of_another_invalidate(struct mmu_interval_notifier *mni,
					const struct mmu_notifier_range *range,
					unsigned long cur_seq)
{
	struct delegating *owner = container_of(mni, struct delegating, other);

	if (!mmu_notifier_range_blockable(range))
		return false;
	evict_always(owner, &owner->always, cur_seq);
	return true;
}

const struct mmu_interval_notifier_ops below_of_another_ops = {
	.invalidate = below_of_another_invalidate,
};

int below_of_another_register(struct delegating *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->other, mm, 0, PAGE_SIZE, &below_of_another_ops);
}

bool delegating_retry(struct delegating *owner, unsigned long always, unsigned long sometimes,
		      unsigned long other)
{
	return mmu_interval_read_retry(&owner->always, always) ||
	       mmu_interval_read_retry(&owner->sometimes, sometimes) ||
	       mmu_interval_read_retry(&owner->other, other);
}

void delegating_begin(struct delegating *owner, unsigned long *always, unsigned long *sometimes,
		      unsigned long *other)
{
	*always = mmu_interval_read_begin(&owner->always);
	*sometimes = mmu_interval_read_begin(&owner->sometimes);
	*other = mmu_interval_read_begin(&owner->other);
}

MODULE_LICENSE("GPL");
