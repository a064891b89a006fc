// SPDX-License-Identifier: GPL-2.0-only
/* The processor is offered, or given up, without a test. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct offering {
	struct mmu_notifier notifier;
	spinlock_t spin;
	rwlock_t rwlock;
	bool quick;
	unsigned long zapped;
};

/* expect: range-start gives_up_ops sleeps-nonblockable=violates: schedule without a test */
static int gives_up_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct offering *owner = container_of(mn, struct offering, notifier);

	while (READ_ONCE(owner->zapped))
		schedule();
	return 0;
}

const struct mmu_notifier_ops gives_up_ops = {
	.invalidate_range_start = gives_up_start,
};

/*
 * expect: range-start for_a_while_ops sleeps-nonblockable=violates:
 *	schedule_timeout_uninterruptible without a test
 */
static int for_a_while_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	schedule_timeout_uninterruptible(1);
	return 0;
}

const struct mmu_notifier_ops for_a_while_ops = {
	.invalidate_range_start = for_a_while_start,
};

/* expect: range-start for_io_ops sleeps-nonblockable=violates: io_schedule without a test */
static int for_io_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct offering *owner = container_of(mn, struct offering, notifier);

	if (owner->zapped > 16)
		io_schedule();
	return 0;
}

const struct mmu_notifier_ops for_io_ops = {
	.invalidate_range_start = for_io_start,
};

/*
 * expect: range-start yields_ops sleeps-nonblockable=violates:
 *	yield -> schedule (kernel/sched/core.c)
 */
static int yields_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct offering *owner = container_of(mn, struct offering, notifier);

	if (owner->zapped)
		yield();
	return 0;
}

const struct mmu_notifier_ops yields_ops = {
	.invalidate_range_start = yields_start,
};

/*
 * expect: range-start offers_lock_ops sleeps-nonblockable=violates:
 *	cond_resched_lock drops the spin lock and may sleep
 */
static int offers_lock_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct offering *owner = container_of(mn, struct offering, notifier);
	unsigned long at;

	spin_lock(&owner->spin);
	for (at = range->start; at < range->end; at += PAGE_SIZE) {
		owner->zapped++;
		cond_resched_lock(&owner->spin);
	}
	spin_unlock(&owner->spin);
	return 0;
}

const struct mmu_notifier_ops offers_lock_ops = {
	.invalidate_range_start = offers_lock_start,
};

/*
 * expect: range-start offers_rwlock_ops sleeps-nonblockable=violates:
 *	cond_resched_rwlock_write after 64 pages
 */
static int offers_rwlock_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct offering *owner = container_of(mn, struct offering, notifier);
	unsigned long at;

	write_lock(&owner->rwlock);
	for (at = range->start; at < range->end; at += PAGE_SIZE)
		if (++owner->zapped % 64 == 0)
			cond_resched_rwlock_write(&owner->rwlock);
	write_unlock(&owner->rwlock);
	return 0;
}

const struct mmu_notifier_ops offers_rwlock_ops = {
	.invalidate_range_start = offers_rwlock_start,
};

/*
 * expect: range-start says_so_ops sleeps-nonblockable=violates:
 *	might_sleep_if: nobody knows that the object is quick
 */
static int says_so_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct offering *owner = container_of(mn, struct offering, notifier);

	might_sleep_if(!owner->quick);
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops says_so_ops = {
	.invalidate_range_start = says_so_start,
};

/*
 * expect: range-start says_so_if_blockable_ops:
 *	might_sleep_if(blockable) is nothing when not blockable
 */
static int says_so_if_blockable_start(struct mmu_notifier *mn,
				      const struct mmu_notifier_range *range)
{
	struct offering *owner = container_of(mn, struct offering, notifier);

	might_sleep_if(mmu_notifier_range_blockable(range));
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops says_so_if_blockable_ops = {
	.invalidate_range_start = says_so_if_blockable_start,
};

/*
 * expect: range-start offers_if_needed_ops: cond_resched only if blockable; need_resched only asks
 */
static int offers_if_needed_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct offering *owner = container_of(mn, struct offering, notifier);
	unsigned long at;

	for (at = range->start; at < range->end; at += PAGE_SIZE) {
		owner->zapped++;
		if (mmu_notifier_range_blockable(range) && need_resched())
			cond_resched();
	}
	return 0;
}

const struct mmu_notifier_ops offers_if_needed_ops = {
	.invalidate_range_start = offers_if_needed_start,
};

MODULE_LICENSE("GPL");
