// SPDX-License-Identifier: GPL-2.0-only
/*
 * Asking a device again and again, and waking it up: whether that sleeps is in a number, or in a
 * flag.
 */
#include <linux/iopoll.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/pm_runtime.h>

struct polled {
	struct mmu_notifier notifier;
	struct powered power;
	unsigned long *status;
	unsigned long patience;
	unsigned long zapped;
};

static unsigned long read_status(struct polled *owner)
{
	return READ_ONCE(*owner->status);
}

/*
 * expect: range-start polls_asleep_ops sleeps-nonblockable=violates:
 *	20 us between two questions are slept
 */
static int polls_asleep_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct polled *owner = container_of(mn, struct polled, notifier);
	unsigned long status;

	if (read_poll_timeout(read_status, status, !(status & 1), 20, 100, owner))
		pr_warn("still busy\n");
	return 0;
}

const struct mmu_notifier_ops polls_asleep_ops = {
	.invalidate_range_start = polls_asleep_start,
};

/* expect: range-start polls_spinning_ops: with no time between two questions it spins */
static int polls_spinning_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct polled *owner = container_of(mn, struct polled, notifier);
	unsigned long status;

	if (read_poll_timeout(read_status, status, !(status & 1), 0, 100, owner))
		pr_warn("still busy\n");
	return 0;
}

const struct mmu_notifier_ops polls_spinning_ops = {
	.invalidate_range_start = polls_spinning_start,
};

/* expect: range-start polls_atomic_ops: the atomic form spins, whatever the time */
static int polls_atomic_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct polled *owner = container_of(mn, struct polled, notifier);
	unsigned long status;

	if (read_poll_timeout_atomic(read_status, status, !(status & 1), 20, 100, owner))
		pr_warn("still busy\n");
	return 0;
}

const struct mmu_notifier_ops polls_atomic_ops = {
	.invalidate_range_start = polls_atomic_start,
};

/* expect: range-start polls_by_context_ops: 50 us asleep when blockable, none when not */
static int polls_by_context_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct polled *owner = container_of(mn, struct polled, notifier);
	unsigned long sleep_us = mmu_notifier_range_blockable(range) ? 50 : 0;
	unsigned long status;

	if (read_poll_timeout(read_status, status, !(status & 1), sleep_us, 100, owner))
		pr_warn("still busy\n");
	return 0;
}

const struct mmu_notifier_ops polls_by_context_ops = {
	.invalidate_range_start = polls_by_context_start,
};

/*
 * expect: range-start polls_patiently_ops sleeps-nonblockable=violates:
 *	nobody knows that the time is 0
 */
static int polls_patiently_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct polled *owner = container_of(mn, struct polled, notifier);
	unsigned long status;

	if (read_poll_timeout(read_status, status, !(status & 1), owner->patience, 100, owner))
		pr_warn("still busy\n");
	return 0;
}

const struct mmu_notifier_ops polls_patiently_ops = {
	.invalidate_range_start = polls_patiently_start,
};

/*
 * expect: range-start wakes_device_ops sleeps-nonblockable=violates:
 *	without RPM_ASYNC a device that is not active may be slept for
 */
static int wakes_device_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct polled *owner = container_of(mn, struct polled, notifier);

	pm_runtime_get_sync(&owner->power);
	return 0;
}

const struct mmu_notifier_ops wakes_device_ops = {
	.invalidate_range_start = wakes_device_start,
};

/* expect: range-start asks_for_device_ops: RPM_ASYNC only asks */
static int asks_for_device_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct polled *owner = container_of(mn, struct polled, notifier);

	pm_runtime_get(&owner->power);
	return 0;
}

const struct mmu_notifier_ops asks_for_device_ops = {
	.invalidate_range_start = asks_for_device_start,
};

/* expect: range-start wakes_active_device_ops: an active device is not slept for */
static int wakes_active_device_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct polled *owner = container_of(mn, struct polled, notifier);

	if (owner->power.active)
		pm_runtime_get_sync(&owner->power);
	return 0;
}

const struct mmu_notifier_ops wakes_active_device_ops = {
	.invalidate_range_start = wakes_active_device_start,
};

MODULE_LICENSE("GPL");
