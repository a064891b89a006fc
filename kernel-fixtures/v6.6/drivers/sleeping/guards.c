// SPDX-License-Identifier: GPL-2.0-only
/* Guards sleep where they are declared; leaving their scope does not. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>

struct guarded_owner {
	struct mmu_notifier notifier;
	struct mutex mutex;
	struct rw_semaphore rwsem;
	spinlock_t spin;
	unsigned long zapped;
};

/* expect: range-start guard_mutex_ops sleeps-nonblockable=violates: guard(mutex) is mutex_lock */
static int guard_mutex_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guarded_owner *owner = container_of(mn, struct guarded_owner, notifier);

	guard(mutex)(&owner->mutex);
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops guard_mutex_ops = {
	.invalidate_range_start = guard_mutex_start,
};

/*
 * expect: range-start guard_after_loop_ops sleeps-nonblockable=violates:
 *	guard(rwsem_read) is down_read, in a loop
 */
static int guard_after_loop_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guarded_owner *owner = container_of(mn, struct guarded_owner, notifier);
	unsigned long at;

	for (at = range->start; at < range->end; at += PAGE_SIZE) {
		guard(rwsem_read)(&owner->rwsem);
		owner->zapped++;
	}
	return 0;
}

const struct mmu_notifier_ops guard_after_loop_ops = {
	.invalidate_range_start = guard_after_loop_start,
};

/*
 * expect: range-start scoped_write_ops sleeps-nonblockable=violates:
 *	scoped_guard(rwsem_write) is down_write
 */
static int scoped_write_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guarded_owner *owner = container_of(mn, struct guarded_owner, notifier);

	if (range->start)
		scoped_guard(rwsem_write, &owner->rwsem)
			owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops scoped_write_ops = {
	.invalidate_range_start = scoped_write_start,
};

/*
 * expect: range-start guard_interruptible_ops sleeps-nonblockable=violates:
 *	the guard that may be interrupted is mutex_lock_interruptible
 */
static int guard_interruptible_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct guarded_owner *owner = container_of(mn, struct guarded_owner, notifier);

	scoped_guard(mutex_intr, &owner->mutex)
		owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops guard_interruptible_ops = {
	.invalidate_range_start = guard_interruptible_start,
};

/* expect: range-start guard_spin_ops: guard(spinlock) spins */
static int guard_spin_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guarded_owner *owner = container_of(mn, struct guarded_owner, notifier);

	guard(spinlock)(&owner->spin);
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops guard_spin_ops = {
	.invalidate_range_start = guard_spin_start,
};

/* expect: range-start guard_tried_ops: guards that try */
static int guard_tried_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guarded_owner *owner = container_of(mn, struct guarded_owner, notifier);

	scoped_guard(mutex_try, &owner->mutex)
		owner->zapped++;
	scoped_guard(rwsem_write_try, &owner->rwsem)
		owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops guard_tried_ops = {
	.invalidate_range_start = guard_tried_start,
};

/* expect: range-start guard_when_blockable_ops: guard(mutex) where blockable, -EAGAIN where not */
static int guard_when_blockable_start(struct mmu_notifier *mn,
				      const struct mmu_notifier_range *range)
{
	struct guarded_owner *owner = container_of(mn, struct guarded_owner, notifier);

	if (mmu_notifier_range_blockable(range)) {
		guard(mutex)(&owner->mutex);
		owner->zapped++;
		return 0;
	}
	return -EAGAIN;
}

const struct mmu_notifier_ops guard_when_blockable_ops = {
	.invalidate_range_start = guard_when_blockable_start,
};

/*
 * expect: range-start guard_before_test_ops sleeps-nonblockable=violates:
 *	the guard is taken before the test; it drops the mutex on every way out
 */
static int guard_before_test_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guarded_owner *owner = container_of(mn, struct guarded_owner, notifier);

	guard(mutex)(&owner->mutex);
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops guard_before_test_ops = {
	.invalidate_range_start = guard_before_test_start,
};

MODULE_LICENSE("GPL");
