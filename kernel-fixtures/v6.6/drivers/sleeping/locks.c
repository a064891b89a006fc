// SPDX-License-Identifier: GPL-2.0-only
/*
 * Locks that whoever waits for them sleeps on, in their forms, and nobody asks whether that is
 * allowed.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu-rwsem.h>
#include <linux/rtmutex.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>

struct locked {
	struct mmu_notifier notifier;
	struct mutex mutex;
	struct rw_semaphore rwsem;
	struct semaphore semaphore;
	struct rt_mutex rt_mutex;
	struct percpu_rw_semaphore percpu;
	unsigned long zapped;
};

/* expect: range-start nested_ops sleeps-nonblockable=violates: mutex_lock_nested without a test */
static int nested_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct locked *owner = container_of(mn, struct locked, notifier);

	mutex_lock_nested(&owner->mutex, 1);
	owner->zapped++;
	mutex_unlock(&owner->mutex);
	return 0;
}

const struct mmu_notifier_ops nested_ops = {
	.invalidate_range_start = nested_start,
};

/* expect: range-start io_ops sleeps-nonblockable=violates: mutex_lock_io without a test */
static int io_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct locked *owner = container_of(mn, struct locked, notifier);

	mutex_lock_io(&owner->mutex);
	owner->zapped++;
	mutex_unlock(&owner->mutex);
	return 0;
}

const struct mmu_notifier_ops io_ops = {
	.invalidate_range_start = io_start,
};

/*
 * expect: range-start interruptible_ignored_ops sleeps-nonblockable=violates:
 *	mutex_lock_interruptible_nested without a test; where it was interrupted nothing is said to
 *	have failed
 */
static int interruptible_ignored_start(struct mmu_notifier *mn,
				       const struct mmu_notifier_range *range)
{
	struct locked *owner = container_of(mn, struct locked, notifier);

	if (mutex_lock_interruptible_nested(&owner->mutex, 1))
		return 0;
	owner->zapped++;
	mutex_unlock(&owner->mutex);
	return 0;
}

const struct mmu_notifier_ops interruptible_ignored_ops = {
	.invalidate_range_start = interruptible_ignored_start,
};

/*
 * expect: range-start killable_ignored_ops sleeps-nonblockable=violates:
 *	mutex_lock_killable without a test
 */
static int killable_ignored_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct locked *owner = container_of(mn, struct locked, notifier);

	if (mutex_lock_killable(&owner->mutex) == 0) {
		owner->zapped++;
		mutex_unlock(&owner->mutex);
	}
	return 0;
}

const struct mmu_notifier_ops killable_ignored_ops = {
	.invalidate_range_start = killable_ignored_start,
};

/*
 * expect: range-start read_interruptible_ops sleeps-nonblockable=violates:
 *	down_read_interruptible without a test
 */
static int read_interruptible_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct locked *owner = container_of(mn, struct locked, notifier);

	if (down_read_interruptible(&owner->rwsem))
		return 0;
	owner->zapped++;
	up_read(&owner->rwsem);
	return 0;
}

const struct mmu_notifier_ops read_interruptible_ops = {
	.invalidate_range_start = read_interruptible_start,
};

/*
 * expect: range-start write_nested_ops sleeps-nonblockable=violates:
 *	down_write_nested without a test
 */
static int write_nested_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct locked *owner = container_of(mn, struct locked, notifier);

	down_write_nested(&owner->rwsem, 1);
	owner->zapped++;
	downgrade_write(&owner->rwsem);
	up_read(&owner->rwsem);
	return 0;
}

const struct mmu_notifier_ops write_nested_ops = {
	.invalidate_range_start = write_nested_start,
};

/*
 * expect: range-start semaphore_ops sleeps-nonblockable=violates:
 *	down without a test: might_sleep in its body (kernel/locking/semaphore.c)
 */
static int semaphore_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct locked *owner = container_of(mn, struct locked, notifier);

	down(&owner->semaphore);
	owner->zapped++;
	up(&owner->semaphore);
	return 0;
}

const struct mmu_notifier_ops semaphore_ops = {
	.invalidate_range_start = semaphore_start,
};

/* expect: range-start rt_mutex_ops sleeps-nonblockable=violates: rt_mutex_lock without a test */
static int rt_mutex_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct locked *owner = container_of(mn, struct locked, notifier);

	rt_mutex_lock(&owner->rt_mutex);
	owner->zapped++;
	rt_mutex_unlock(&owner->rt_mutex);
	return 0;
}

const struct mmu_notifier_ops rt_mutex_ops = {
	.invalidate_range_start = rt_mutex_start,
};

/*
 * expect: range-start percpu_ops sleeps-nonblockable=violates:
 *	percpu_down_read: might_sleep in an inline function of a header
 */
static int percpu_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct locked *owner = container_of(mn, struct locked, notifier);

	percpu_down_read(&owner->percpu);
	owner->zapped++;
	percpu_up_read(&owner->percpu);
	return 0;
}

const struct mmu_notifier_ops percpu_ops = {
	.invalidate_range_start = percpu_start,
};

MODULE_LICENSE("GPL");
