// SPDX-License-Identifier: GPL-2.0-only
/* Locks that are spun for, and locks that are tried: nobody sleeps for either. */
#include <linux/bit_spinlock.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu-rwsem.h>
#include <linux/rtmutex.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>

struct spun {
	struct mmu_notifier notifier;
	raw_spinlock_t raw;
	spinlock_t spin;
	rwlock_t rwlock;
	unsigned long bits;
	struct mutex mutex;
	struct rw_semaphore rwsem;
	struct semaphore semaphore;
	struct rt_mutex rt_mutex;
	struct percpu_rw_semaphore percpu;
	unsigned long zapped;
};

/* expect: range-start raw_spin_ops: a raw spin lock is spun for */
static int raw_spin_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct spun *owner = container_of(mn, struct spun, notifier);
	unsigned long flags;

	raw_spin_lock_irqsave(&owner->raw, flags);
	owner->zapped++;
	raw_spin_unlock_irqrestore(&owner->raw, flags);
	return 0;
}

const struct mmu_notifier_ops raw_spin_ops = {
	.invalidate_range_start = raw_spin_start,
};

/* expect: range-start spin_irq_ops: a spin lock is spun for, PREEMPT_RT or not */
static int spin_irq_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct spun *owner = container_of(mn, struct spun, notifier);

	spin_lock_irq(&owner->spin);
	owner->zapped++;
	spin_unlock_irq(&owner->spin);
	return 0;
}

const struct mmu_notifier_ops spin_irq_ops = {
	.invalidate_range_start = spin_irq_start,
};

/* expect: range-start rw_irq_ops: an rwlock is spun for by readers and writers */
static int rw_irq_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct spun *owner = container_of(mn, struct spun, notifier);
	bool any;

	read_lock_irq(&owner->rwlock);
	any = owner->zapped != 0;
	read_unlock_irq(&owner->rwlock);
	if (any) {
		write_lock(&owner->rwlock);
		owner->zapped = 0;
		write_unlock(&owner->rwlock);
	}
	return 0;
}

const struct mmu_notifier_ops rw_irq_ops = {
	.invalidate_range_start = rw_irq_start,
};

/* expect: range-start bit_spin_ops: a bit is spun for, with cpu_relax */
static int bit_spin_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct spun *owner = container_of(mn, struct spun, notifier);

	bit_spin_lock(3, &owner->bits);
	owner->zapped++;
	bit_spin_unlock(3, &owner->bits);
	return 0;
}

const struct mmu_notifier_ops bit_spin_ops = {
	.invalidate_range_start = bit_spin_start,
};

/*
 * expect: range-start tried_ops:
 *	five trylocks: __percpu_down_read is called with try set, and returns before it waits
 */
static int tried_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct spun *owner = container_of(mn, struct spun, notifier);

	if (mutex_trylock(&owner->mutex)) {
		owner->zapped++;
		mutex_unlock(&owner->mutex);
	}
	if (down_write_trylock(&owner->rwsem)) {
		owner->zapped++;
		up_write(&owner->rwsem);
	}
	if (!down_trylock(&owner->semaphore)) {
		owner->zapped++;
		up(&owner->semaphore);
	}
	if (rt_mutex_trylock(&owner->rt_mutex)) {
		owner->zapped++;
		rt_mutex_unlock(&owner->rt_mutex);
	}
	if (percpu_down_read_trylock(&owner->percpu)) {
		owner->zapped++;
		percpu_up_read(&owner->percpu);
	}
	return 0;
}

const struct mmu_notifier_ops tried_ops = {
	.invalidate_range_start = tried_start,
};

/* expect: range-start tried_by_read_ops: down_read_trylock, and -EAGAIN only when not blockable */
static int tried_by_read_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct spun *owner = container_of(mn, struct spun, notifier);

	if (!down_read_trylock(&owner->rwsem))
		return mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;
	owner->zapped++;
	up_read(&owner->rwsem);
	return 0;
}

const struct mmu_notifier_ops tried_by_read_ops = {
	.invalidate_range_start = tried_by_read_start,
};

MODULE_LICENSE("GPL");
