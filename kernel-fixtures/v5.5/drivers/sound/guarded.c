// SPDX-License-Identifier: GPL-2.0-only
/* Locks that go away with their scope. */
#include <linux/cleanup.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct guarded {
	struct mmu_notifier notifier;
	struct mmu_notifier scoped;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	spinlock_t spin;
	bool dead;
	unsigned long zapped;
};

/* expect: range-start guarded_ops: tested first; the guard drops the mutex */
static int guarded_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guarded *owner = container_of(mn, struct guarded, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;

	guard(mutex)(&owner->lock);
	if (owner->dead)
		return 0;
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops guarded_ops = {
	.invalidate_range_start = guarded_start,
};

/*
 * Fails inside of the scope, which drops the lock on the way out.
 * expect: range-start scope_guarded_ops: -EAGAIN inside of the scope, whose end drops the spin lock
 */
static int scope_guarded_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guarded *owner = container_of(mn, struct guarded, scoped);

	scoped_guard(spinlock, &owner->spin) {
		if (owner->dead)
			return 0;
		if (!mmu_notifier_range_blockable(range))
			return -EAGAIN;
		owner->zapped++;
	}
	return 0;
}

const struct mmu_notifier_ops scope_guarded_ops = {
	.invalidate_range_start = scope_guarded_start,
};

/* expect: interval try_guarded_ops: false only when not blockable and the guard could not be had */
static bool try_guarded_invalidate(struct mmu_interval_notifier *mni,
				   const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct guarded *owner = container_of(mni, struct guarded, interval);

	if (mmu_notifier_range_blockable(range)) {
		guard(mutex)(&owner->lock);
		owner->zapped = 0;
		return true;
	}
	scoped_guard(mutex_try, &owner->lock) {
		owner->zapped = 0;
		return true;
	}
	return false;
}

const struct mmu_interval_notifier_ops try_guarded_ops = {
	.invalidate = try_guarded_invalidate,
};

int try_guarded_register(struct guarded *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->interval, mm, 0, PAGE_SIZE, &try_guarded_ops);
}

MODULE_LICENSE("GPL");
