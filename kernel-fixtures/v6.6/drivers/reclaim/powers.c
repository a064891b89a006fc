// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device that is put to rest by a request needs nothing; one that is put to rest at once runs its driver's
 * callbacks.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/pm_runtime.h>

struct powered_owner {
	struct mmu_notifier notifier;
	struct powered power;
};

/* expect: range-start requests_rest_ops: pm_runtime_put queues the request */
static int requests_rest_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct powered_owner *owner = container_of(mn, struct powered_owner, notifier);

	pm_runtime_put(&owner->power);
	return 0;
}

const struct mmu_notifier_ops requests_rest_ops = {
	.invalidate_range_start = requests_rest_start,
};

/*
 * expect: range-start rests_at_once_ops sleeps-nonblockable=violates may-reclaim=undecided:
 *	pm_runtime_put_sync sleeps where the device is not safe in interrupts; what its callbacks do is not known
 */
static int rests_at_once_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct powered_owner *owner = container_of(mn, struct powered_owner, notifier);

	pm_runtime_put_sync(&owner->power);
	return 0;
}

const struct mmu_notifier_ops rests_at_once_ops = {
	.invalidate_range_start = rests_at_once_start,
};

MODULE_LICENSE("GPL");
