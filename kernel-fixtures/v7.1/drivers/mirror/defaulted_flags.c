// SPDX-License-Identifier: GPL-2.0-only
/* Allocators whose flags may be left out, given, or handed down. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>

struct batch {
	struct mmu_notifier notifier;
	unsigned long *pages;
	unsigned int count;
};

static void renew(struct batch *owner, gfp_t gfp)
{
	kfree(owner->pages);
	owner->pages = kmalloc_objs(*owner->pages, owner->count, gfp | __GFP_ZERO);
}

static void renew_by_default(struct batch *owner)
{
	kfree(owner->pages);
	owner->pages = kmalloc_objs(*owner->pages, owner->count);
}

/* expect: range-start handed_down_ops: kmalloc_objs with GFP_NOWAIT */
static int handed_down_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct batch *owner = container_of(mn, struct batch, notifier);

	renew(owner, GFP_NOWAIT);
	return 0;
}

const struct mmu_notifier_ops handed_down_ops = {
	.invalidate_range_start = handed_down_start,
};

/*
 * expect: range-start handed_down_kernel_ops may-reclaim=violates:
 *	kmalloc_objs with GFP_KERNEL, handed down
 */
static int handed_down_kernel_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct batch *owner = container_of(mn, struct batch, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	renew(owner, GFP_KERNEL);
	return 0;
}

const struct mmu_notifier_ops handed_down_kernel_ops = {
	.invalidate_range_start = handed_down_kernel_start,
};

/*
 * expect: range-start left_out_ops may-reclaim=violates: kmalloc_objs without flags is GFP_KERNEL
 */
static int left_out_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct batch *owner = container_of(mn, struct batch, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	renew_by_default(owner);
	return 0;
}

const struct mmu_notifier_ops left_out_ops = {
	.invalidate_range_start = left_out_start,
};

/*
 * expect: range-start left_out_untested_ops sleeps-nonblockable=violates
 *	may-reclaim=violates:
 *	kmalloc_objs without flags sleeps as well
 */
static int left_out_untested_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct batch *owner = container_of(mn, struct batch, notifier);

	renew_by_default(owner);
	return 0;
}

const struct mmu_notifier_ops left_out_untested_ops = {
	.invalidate_range_start = left_out_untested_start,
};

MODULE_LICENSE("GPL");
