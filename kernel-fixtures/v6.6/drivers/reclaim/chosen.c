// SPDX-License-Identifier: GPL-2.0-only
/* One of two sets of flags, by a condition that is known, or is not. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>

struct choosing {
	struct mmu_notifier notifier;
	bool atomic;
	void *object;
	gfp_t gfp;
};

#define UPDATE_ATOMIC	BIT(0)
#define UPDATE_ZAP	BIT(1)

static void update(struct choosing *owner, unsigned int flags)
{
	kfree(owner->object);
	owner->object = kmalloc(256, flags & UPDATE_ATOMIC ? GFP_ATOMIC : GFP_KERNEL);
}

static gfp_t flags_for(const struct mmu_notifier_range *range)
{
	return mmu_notifier_range_blockable(range) ? GFP_KERNEL : GFP_NOWAIT;
}

/* expect: range-start chosen_atomic_ops: UPDATE_ATOMIC is set in the constant: GFP_ATOMIC */
static int chosen_atomic_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct choosing *owner = container_of(mn, struct choosing, notifier);

	update(owner, UPDATE_ZAP | UPDATE_ATOMIC);
	return 0;
}

const struct mmu_notifier_ops chosen_atomic_ops = {
	.invalidate_range_start = chosen_atomic_start,
};

/*
 * expect: range-start chosen_kernel_ops may-reclaim=violates:
 *	UPDATE_ATOMIC is not set in the constant: GFP_KERNEL
 */
static int chosen_kernel_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct choosing *owner = container_of(mn, struct choosing, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	update(owner, UPDATE_ZAP);
	return 0;
}

const struct mmu_notifier_ops chosen_kernel_ops = {
	.invalidate_range_start = chosen_kernel_start,
};

/*
 * expect: range-start chosen_by_field_ops may-reclaim=violates:
 *	nobody knows what the field says: GFP_KERNEL where it says false
 */
static int chosen_by_field_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct choosing *owner = container_of(mn, struct choosing, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	update(owner, owner->atomic ? UPDATE_ATOMIC : 0);
	return 0;
}

const struct mmu_notifier_ops chosen_by_field_ops = {
	.invalidate_range_start = chosen_by_field_start,
};

/*
 * expect: range-start chosen_by_context_ops may-reclaim=violates:
 *	GFP_KERNEL where blockable: no sleep out of place, but reclaim
 */
static int chosen_by_context_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct choosing *owner = container_of(mn, struct choosing, notifier);

	owner->object = kmalloc(256, flags_for(range));
	return 0;
}

const struct mmu_notifier_ops chosen_by_context_ops = {
	.invalidate_range_start = chosen_by_context_start,
};

/* expect: range-start chosen_and_masked_ops: whatever was chosen, its reclaim is masked away */
static int chosen_and_masked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct choosing *owner = container_of(mn, struct choosing, notifier);
	gfp_t gfp = flags_for(range);

	gfp &= ~__GFP_RECLAIM;
	owner->object = kmalloc(256, gfp);
	return 0;
}

const struct mmu_notifier_ops chosen_and_masked_ops = {
	.invalidate_range_start = chosen_and_masked_start,
};

MODULE_LICENSE("GPL");
