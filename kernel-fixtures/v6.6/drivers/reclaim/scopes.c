// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scopes of memalloc_noreclaim_save() keep allocations out of direct reclaim; those of nofs and
 * noio do not.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

struct scoped_owner {
	struct mmu_notifier notifier;
	struct mutex mutex;
	unsigned int saved_flags;
	unsigned int inner_flags;
	void *object;
};

static void renew(struct scoped_owner *owner)
{
	kfree(owner->object);
	owner->object = kmalloc(128, GFP_KERNEL);
}

/* A lock that is a scope as well. */
static inline void scoped_lock(struct scoped_owner *owner)
{
	mutex_lock(&owner->mutex);
	owner->saved_flags = memalloc_noreclaim_save();
}

static inline void scoped_unlock(struct scoped_owner *owner)
{
	memalloc_noreclaim_restore(owner->saved_flags);
	mutex_unlock(&owner->mutex);
}

/*
 * expect: range-start scope_of_lock_ops:
 *	GFP_KERNEL between scoped_lock and scoped_unlock: PF_MEMALLOC is set
 */
static int scope_of_lock_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct scoped_owner *owner = container_of(mn, struct scoped_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_lock(owner);
	renew(owner);
	scoped_unlock(owner);
	return 0;
}

const struct mmu_notifier_ops scope_of_lock_ops = {
	.invalidate_range_start = scope_of_lock_start,
};

/*
 * expect: range-start scope_of_lock_over_ops may-reclaim=violates: GFP_KERNEL after scoped_unlock
 */
static int scope_of_lock_over_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct scoped_owner *owner = container_of(mn, struct scoped_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_lock(owner);
	scoped_unlock(owner);
	renew(owner);
	return 0;
}

const struct mmu_notifier_ops scope_of_lock_over_ops = {
	.invalidate_range_start = scope_of_lock_over_start,
};

/*
 * expect: range-start scope_of_nofs_ops may-reclaim=violates:
 *	memalloc_nofs_save takes __GFP_FS away, not __GFP_DIRECT_RECLAIM: reclaim is entered and
 *	calls notifiers
 */
static int scope_of_nofs_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct scoped_owner *owner = container_of(mn, struct scoped_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->saved_flags = memalloc_nofs_save();
	renew(owner);
	memalloc_nofs_restore(owner->saved_flags);
	return 0;
}

const struct mmu_notifier_ops scope_of_nofs_ops = {
	.invalidate_range_start = scope_of_nofs_start,
};

/*
 * expect: range-start scope_of_noio_ops may-reclaim=violates:
 *	memalloc_noio_save takes __GFP_IO and __GFP_FS away, not __GFP_DIRECT_RECLAIM
 */
static int scope_of_noio_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct scoped_owner *owner = container_of(mn, struct scoped_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->saved_flags = memalloc_noio_save();
	renew(owner);
	memalloc_noio_restore(owner->saved_flags);
	return 0;
}

const struct mmu_notifier_ops scope_of_noio_ops = {
	.invalidate_range_start = scope_of_noio_start,
};

/*
 * expect: range-start scope_in_scope_ops:
 *	the inner restore leaves the bit as it found it, which is set
 */
static int scope_in_scope_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct scoped_owner *owner = container_of(mn, struct scoped_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->saved_flags = memalloc_noreclaim_save();
	owner->inner_flags = memalloc_noreclaim_save();
	renew(owner);
	memalloc_noreclaim_restore(owner->inner_flags);
	renew(owner);
	memalloc_noreclaim_restore(owner->saved_flags);
	return 0;
}

const struct mmu_notifier_ops scope_in_scope_ops = {
	.invalidate_range_start = scope_in_scope_start,
};

/*
 * expect: range-start scope_in_scope_over_ops may-reclaim=violates:
 *	the second renew stands after the outer restore
 */
static int scope_in_scope_over_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct scoped_owner *owner = container_of(mn, struct scoped_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->saved_flags = memalloc_noreclaim_save();
	owner->inner_flags = memalloc_noreclaim_save();
	renew(owner);
	memalloc_noreclaim_restore(owner->inner_flags);
	memalloc_noreclaim_restore(owner->saved_flags);
	renew(owner);
	return 0;
}

const struct mmu_notifier_ops scope_in_scope_over_ops = {
	.invalidate_range_start = scope_in_scope_over_start,
};

/*
 * expect: range-start scope_on_one_way_ops may-reclaim=violates:
 *	on every event but UNMAP no scope is open
 */
static int scope_on_one_way_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct scoped_owner *owner = container_of(mn, struct scoped_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	if (range->event == MMU_NOTIFY_UNMAP)
		owner->saved_flags = memalloc_noreclaim_save();
	renew(owner);
	if (range->event == MMU_NOTIFY_UNMAP)
		memalloc_noreclaim_restore(owner->saved_flags);
	return 0;
}

const struct mmu_notifier_ops scope_on_one_way_ops = {
	.invalidate_range_start = scope_on_one_way_start,
};

/*
 * expect: range-start scope_on_that_way_ops:
 *	on UNMAP the scope is open, on others nothing is allocated
 */
static int scope_on_that_way_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct scoped_owner *owner = container_of(mn, struct scoped_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	if (range->event != MMU_NOTIFY_UNMAP)
		return 0;
	owner->saved_flags = memalloc_noreclaim_save();
	renew(owner);
	memalloc_noreclaim_restore(owner->saved_flags);
	return 0;
}

const struct mmu_notifier_ops scope_on_that_way_ops = {
	.invalidate_range_start = scope_on_that_way_start,
};

/* expect: range-start scope_of_both_ops: a noreclaim scope around a nofs scope */
static int scope_of_both_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct scoped_owner *owner = container_of(mn, struct scoped_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->saved_flags = memalloc_noreclaim_save();
	owner->inner_flags = memalloc_nofs_save();
	renew(owner);
	memalloc_nofs_restore(owner->inner_flags);
	memalloc_noreclaim_restore(owner->saved_flags);
	return 0;
}

const struct mmu_notifier_ops scope_of_both_ops = {
	.invalidate_range_start = scope_of_both_start,
};

MODULE_LICENSE("GPL");
