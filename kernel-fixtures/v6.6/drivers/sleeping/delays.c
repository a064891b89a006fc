// SPDX-License-Identifier: GPL-2.0-only
/* Time passes asleep or spinning; which of them may hang on a number. */
#include <linux/delay.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct slow {
	struct mmu_notifier notifier;
	unsigned long settle_usecs;
	unsigned long zapped;
};

/* expect: range-start milliseconds_ops sleeps-nonblockable=violates: msleep without a test */
static int milliseconds_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct slow *owner = container_of(mn, struct slow, notifier);

	owner->zapped++;
	msleep(1);
	return 0;
}

const struct mmu_notifier_ops milliseconds_ops = {
	.invalidate_range_start = milliseconds_start,
};

/* expect: range-start microseconds_ops sleeps-nonblockable=violates: usleep_range without a test */
static int microseconds_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct slow *owner = container_of(mn, struct slow, notifier);

	usleep_range(20, 40);
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops microseconds_ops = {
	.invalidate_range_start = microseconds_start,
};

/*
 * expect: range-start seconds_ops sleeps-nonblockable=violates:
 *	ssleep is msleep in an inline function
 */
static int seconds_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct slow *owner = container_of(mn, struct slow, notifier);

	while (READ_ONCE(owner->zapped))
		ssleep(1);
	return 0;
}

const struct mmu_notifier_ops seconds_ops = {
	.invalidate_range_start = seconds_start,
};

/*
 * expect: range-start interruptible_ms_ops sleeps-nonblockable=violates:
 *	msleep_interruptible without a test
 */
static int interruptible_ms_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct slow *owner = container_of(mn, struct slow, notifier);

	if (msleep_interruptible(10))
		owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops interruptible_ms_ops = {
	.invalidate_range_start = interruptible_ms_start,
};

/*
 * expect: range-start flexible_long_ops sleeps-nonblockable=violates:
 *	fsleep of 500 us is usleep_range
 */
static int flexible_long_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct slow *owner = container_of(mn, struct slow, notifier);

	fsleep(500);
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops flexible_long_ops = {
	.invalidate_range_start = flexible_long_start,
};

/* expect: range-start flexible_short_ops: fsleep of 5 us is udelay */
static int flexible_short_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct slow *owner = container_of(mn, struct slow, notifier);

	fsleep(5);
	owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops flexible_short_ops = {
	.invalidate_range_start = flexible_short_start,
};

/*
 * expect: range-start flexible_any_ops sleeps-nonblockable=violates:
 *	nobody bounds the number: more than 10 us sleep
 */
static int flexible_any_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct slow *owner = container_of(mn, struct slow, notifier);

	fsleep(owner->settle_usecs);
	return 0;
}

const struct mmu_notifier_ops flexible_any_ops = {
	.invalidate_range_start = flexible_any_start,
};

/* expect: range-start flexible_bounded_ops: bounded to 10 us: spins */
static int flexible_bounded_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct slow *owner = container_of(mn, struct slow, notifier);
	unsigned long usecs = owner->settle_usecs;

	if (usecs > 10)
		usecs = 10;
	fsleep(usecs);
	return 0;
}

const struct mmu_notifier_ops flexible_bounded_ops = {
	.invalidate_range_start = flexible_bounded_start,
};

/* expect: range-start spins_ops: udelay spins */
static int spins_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct slow *owner = container_of(mn, struct slow, notifier);
	unsigned int turns = 100;

	while (READ_ONCE(owner->zapped) && --turns)
		udelay(10);
	return 0;
}

const struct mmu_notifier_ops spins_ops = {
	.invalidate_range_start = spins_start,
};

MODULE_LICENSE("GPL");
