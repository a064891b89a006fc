// SPDX-License-Identifier: GPL-2.0-only
/*
 * Waiting for an event, a completion or a bit; asking whether it is there, and telling others,
 * is not waiting.
 */
#include <linux/completion.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/wait.h>
#include <linux/wait_bit.h>

struct waiter {
	struct mmu_notifier notifier;
	wait_queue_head_t queue;
	struct completion done;
	unsigned long bits;
	bool idle;
	unsigned long zapped;
};

/* expect: range-start for_event_ops sleeps-nonblockable=violates: wait_event without a test */
static int for_event_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct waiter *owner = container_of(mn, struct waiter, notifier);

	wait_event(owner->queue, READ_ONCE(owner->idle));
	return 0;
}

const struct mmu_notifier_ops for_event_ops = {
	.invalidate_range_start = for_event_start,
};

/*
 * expect: range-start for_event_timeout_ops sleeps-nonblockable=violates:
 *	wait_event_timeout without a test: a timeout bounds the sleep, it is one
 */
static int for_event_timeout_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct waiter *owner = container_of(mn, struct waiter, notifier);

	if (!wait_event_timeout(owner->queue, READ_ONCE(owner->idle), HZ))
		pr_warn("still busy\n");
	return 0;
}

const struct mmu_notifier_ops for_event_timeout_ops = {
	.invalidate_range_start = for_event_timeout_start,
};

/*
 * expect: range-start for_event_interruptible_ops sleeps-nonblockable=violates:
 *	wait_event_interruptible without a test
 */
static int for_event_interruptible_start(struct mmu_notifier *mn,
					 const struct mmu_notifier_range *range)
{
	struct waiter *owner = container_of(mn, struct waiter, notifier);

	if (wait_event_interruptible(owner->queue, READ_ONCE(owner->idle)))
		pr_warn("interrupted\n");
	return 0;
}

const struct mmu_notifier_ops for_event_interruptible_ops = {
	.invalidate_range_start = for_event_interruptible_start,
};

/*
 * expect: range-start for_completion_killable_ops sleeps-nonblockable=violates:
 *	wait_for_completion_killable without a test
 */
static int for_completion_killable_start(struct mmu_notifier *mn,
					 const struct mmu_notifier_range *range)
{
	struct waiter *owner = container_of(mn, struct waiter, notifier);

	if (wait_for_completion_killable(&owner->done))
		pr_warn("killed\n");
	return 0;
}

const struct mmu_notifier_ops for_completion_killable_ops = {
	.invalidate_range_start = for_completion_killable_start,
};

/*
 * expect: range-start for_completion_timeout_ops sleeps-nonblockable=violates:
 *	wait_for_completion_timeout without a test
 */
static int for_completion_timeout_start(struct mmu_notifier *mn,
					const struct mmu_notifier_range *range)
{
	struct waiter *owner = container_of(mn, struct waiter, notifier);

	if (!wait_for_completion_timeout(&owner->done, HZ))
		pr_warn("late\n");
	return 0;
}

const struct mmu_notifier_ops for_completion_timeout_ops = {
	.invalidate_range_start = for_completion_timeout_start,
};

/*
 * expect: range-start for_bit_ops sleeps-nonblockable=violates:
 *	wait_on_bit: might_sleep in an inline function of a header, before it looks at the bit
 */
static int for_bit_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct waiter *owner = container_of(mn, struct waiter, notifier);

	wait_on_bit(&owner->bits, 0, TASK_UNINTERRUPTIBLE);
	return 0;
}

const struct mmu_notifier_ops for_bit_ops = {
	.invalidate_range_start = for_bit_start,
};

/*
 * expect: range-start asks_only_ops: try_wait_for_completion only asks; -EAGAIN needs not blockable
 */
static int asks_only_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct waiter *owner = container_of(mn, struct waiter, notifier);

	if (!try_wait_for_completion(&owner->done) && !mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops asks_only_ops = {
	.invalidate_range_start = asks_only_start,
};

/* expect: range-start tells_only_ops: waking others up is not sleeping */
static int tells_only_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct waiter *owner = container_of(mn, struct waiter, notifier);

	WRITE_ONCE(owner->idle, true);
	wake_up_all(&owner->queue);
	complete_all(&owner->done);
	clear_bit_unlock(0, &owner->bits);
	return 0;
}

const struct mmu_notifier_ops tells_only_ops = {
	.invalidate_range_start = tells_only_start,
};

/*
 * expect: range-start event_when_blockable_ops:
 *	idle: nothing is to be waited for; else tested first
 */
static int event_when_blockable_start(struct mmu_notifier *mn,
				      const struct mmu_notifier_range *range)
{
	struct waiter *owner = container_of(mn, struct waiter, notifier);

	if (READ_ONCE(owner->idle))
		return 0;
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	wait_event(owner->queue, READ_ONCE(owner->idle));
	return 0;
}

const struct mmu_notifier_ops event_when_blockable_ops = {
	.invalidate_range_start = event_when_blockable_start,
};

MODULE_LICENSE("GPL");
