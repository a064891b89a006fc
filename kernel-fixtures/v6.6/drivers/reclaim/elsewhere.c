// SPDX-License-Identifier: GPL-2.0-only
/* Memory is asked for by work that is queued, or on ways that cannot be gone. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct putting_off {
	struct mmu_notifier notifier;
	struct work_struct work;
	void *object;
};

static void renew_later(struct work_struct *work)
{
	struct putting_off *owner = container_of(work, struct putting_off, work);

	kfree(owner->object);
	owner->object = kmalloc(512, GFP_KERNEL);
}

void putting_off_init(struct putting_off *owner)
{
	INIT_WORK(&owner->work, renew_later);
}

static void renew_if(struct putting_off *owner, bool wanted)
{
	if (wanted)
		renew_later(&owner->work);
}

/* expect: range-start elsewhere_queued_ops: what allocates runs from the work queue */
static int elsewhere_queued_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct putting_off *owner = container_of(mn, struct putting_off, notifier);

	schedule_work(&owner->work);
	return 0;
}

const struct mmu_notifier_ops elsewhere_queued_ops = {
	.invalidate_range_start = elsewhere_queued_start,
};

/* expect: range-start elsewhere_called_ops may-reclaim=violates: the same function, called */
static int elsewhere_called_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct putting_off *owner = container_of(mn, struct putting_off, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	renew_later(&owner->work);
	return 0;
}

const struct mmu_notifier_ops elsewhere_called_ops = {
	.invalidate_range_start = elsewhere_called_start,
};

/* expect: range-start elsewhere_never_ops: small ranges have left, so it is not wanted */
static int elsewhere_never_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct putting_off *owner = container_of(mn, struct putting_off, notifier);
	bool small = range->end - range->start < PAGE_SIZE;

	if (small)
		return 0;
	renew_if(owner, small);
	return 0;
}

const struct mmu_notifier_ops elsewhere_never_ops = {
	.invalidate_range_start = elsewhere_never_start,
};

/*
 * expect: range-start elsewhere_unblockable_ops:
 *	renewed only if blockable, on a way where it is not
 */
static int elsewhere_unblockable_start(struct mmu_notifier *mn,
				       const struct mmu_notifier_range *range)
{
	struct putting_off *owner = container_of(mn, struct putting_off, notifier);

	if (mmu_notifier_range_blockable(range))
		return 0;
	renew_if(owner, mmu_notifier_range_blockable(range));
	return 0;
}

const struct mmu_notifier_ops elsewhere_unblockable_ops = {
	.invalidate_range_start = elsewhere_unblockable_start,
};

MODULE_LICENSE("GPL");
