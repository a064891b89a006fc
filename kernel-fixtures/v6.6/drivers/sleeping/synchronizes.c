// SPDX-License-Identifier: GPL-2.0-only
/*
 * A grace period, an interrupt handler or a tasklet is waited for; or handed to somebody who
 * does.
 */
#include <linux/interrupt.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/srcu.h>

struct read_side {
	struct rcu_head rcu;
	struct mmu_notifier notifier;
	struct srcu_struct srcu;
	struct tasklet_struct tasklet;
	unsigned int irq;
	unsigned long zapped;
};

/*
 * expect: range-start grace_period_ops sleeps-nonblockable=violates: synchronize_rcu without a test
 */
static int grace_period_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct read_side *owner = container_of(mn, struct read_side, notifier);

	WRITE_ONCE(owner->zapped, 0);
	synchronize_rcu();
	return 0;
}

const struct mmu_notifier_ops grace_period_ops = {
	.invalidate_range_start = grace_period_start,
};

/*
 * expect: range-start grace_period_expedited_ops sleeps-nonblockable=violates:
 *	synchronize_rcu_expedited without a test: faster, and asleep all the same
 */
static int grace_period_expedited_start(struct mmu_notifier *mn,
					const struct mmu_notifier_range *range)
{
	struct read_side *owner = container_of(mn, struct read_side, notifier);

	WRITE_ONCE(owner->zapped, 0);
	synchronize_rcu_expedited();
	return 0;
}

const struct mmu_notifier_ops grace_period_expedited_ops = {
	.invalidate_range_start = grace_period_expedited_start,
};

/* expect: range-start all_callbacks_ops sleeps-nonblockable=violates: rcu_barrier without a test */
static int all_callbacks_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct read_side *owner = container_of(mn, struct read_side, notifier);

	rcu_barrier();
	owner->zapped = 0;
	return 0;
}

const struct mmu_notifier_ops all_callbacks_ops = {
	.invalidate_range_start = all_callbacks_start,
};

/*
 * expect: range-start sleepable_readers_ops sleeps-nonblockable=violates:
 *	synchronize_srcu without a test
 */
static int sleepable_readers_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct read_side *owner = container_of(mn, struct read_side, notifier);

	WRITE_ONCE(owner->zapped, 0);
	synchronize_srcu(&owner->srcu);
	return 0;
}

const struct mmu_notifier_ops sleepable_readers_ops = {
	.invalidate_range_start = sleepable_readers_start,
};

/*
 * expect: range-start handlers_ops sleeps-nonblockable=violates:
 *	synchronize_irq waits for threaded handlers
 */
static int handlers_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct read_side *owner = container_of(mn, struct read_side, notifier);

	synchronize_irq(owner->irq);
	owner->zapped = 0;
	return 0;
}

const struct mmu_notifier_ops handlers_ops = {
	.invalidate_range_start = handlers_start,
};

/*
 * expect: range-start disabled_irq_ops sleeps-nonblockable=violates:
 *	disable_irq: might_sleep in its body (kernel/irq.c)
 */
static int disabled_irq_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct read_side *owner = container_of(mn, struct read_side, notifier);

	disable_irq(owner->irq);
	owner->zapped = 0;
	enable_irq(owner->irq);
	return 0;
}

const struct mmu_notifier_ops disabled_irq_ops = {
	.invalidate_range_start = disabled_irq_start,
};

/*
 * expect: range-start killed_tasklet_ops sleeps-nonblockable=violates:
 *	tasklet_kill -> schedule (kernel/softirq.c)
 */
static int killed_tasklet_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct read_side *owner = container_of(mn, struct read_side, notifier);

	tasklet_kill(&owner->tasklet);
	owner->zapped = 0;
	return 0;
}

const struct mmu_notifier_ops killed_tasklet_ops = {
	.invalidate_range_start = killed_tasklet_start,
};

/*
 * expect: range-start reads_ops: readers of RCU and SRCU do not wait, and a tasklet runs elsewhere
 */
static int reads_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct read_side *owner = container_of(mn, struct read_side, notifier);
	int idx;

	idx = srcu_read_lock(&owner->srcu);
	if (READ_ONCE(owner->zapped))
		tasklet_schedule(&owner->tasklet);
	srcu_read_unlock(&owner->srcu, idx);
	rcu_read_lock();
	WRITE_ONCE(owner->zapped, 0);
	rcu_read_unlock();
	return 0;
}

const struct mmu_notifier_ops reads_ops = {
	.invalidate_range_start = reads_start,
};

/*
 * expect: range-start hands_over_ops:
 *	kfree_rcu hands over; disable_irq_nosync waits for nobody; synchronize_hardirq spins
 */
static int hands_over_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct read_side *owner = container_of(mn, struct read_side, notifier);

	if (READ_ONCE(owner->zapped))
		kfree_rcu(owner, rcu);
	disable_irq_nosync(owner->irq);
	synchronize_hardirq(owner->irq);
	enable_irq(owner->irq);
	return 0;
}

const struct mmu_notifier_ops hands_over_ops = {
	.invalidate_range_start = hands_over_start,
};

MODULE_LICENSE("GPL");
