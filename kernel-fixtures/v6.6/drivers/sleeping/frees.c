// SPDX-License-Identifier: GPL-2.0-only
/* Freeing may sleep: a virtual mapping, or what has no place for its RCU head. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct freed {
	struct rcu_head rcu;
	struct mmu_notifier notifier;
	void *mapping;
	void *object;
	struct page *page;
};

/*
 * expect: range-start frees_mapping_ops sleeps-nonblockable=violates:
 *	vfree says that it might sleep, but for interrupts (mm/vmalloc.c)
 */
static int frees_mapping_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct freed *owner = container_of(mn, struct freed, notifier);

	vfree(owner->mapping);
	owner->mapping = NULL;
	return 0;
}

const struct mmu_notifier_ops frees_mapping_ops = {
	.invalidate_range_start = frees_mapping_start,
};

/*
 * expect: range-start frees_either_ops sleeps-nonblockable=violates:
 *	kvfree is vfree for what was mapped (mm/vmalloc.c)
 */
static int frees_either_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct freed *owner = container_of(mn, struct freed, notifier);

	kvfree(owner->mapping);
	owner->mapping = NULL;
	return 0;
}

const struct mmu_notifier_ops frees_either_ops = {
	.invalidate_range_start = frees_either_start,
};

/*
 * expect: range-start frees_without_head_ops sleeps-nonblockable=violates
 *	may-reclaim=violates:
 *	without a head kvfree_call_rcu allocates with GFP_KERNEL, and may wait for the grace period
 *	(kernel/rcu.c)
 */
static int frees_without_head_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct freed *owner = container_of(mn, struct freed, notifier);
	void *object = owner->object;

	owner->object = NULL;
	kfree_rcu_mightsleep(object);
	return 0;
}

const struct mmu_notifier_ops frees_without_head_ops = {
	.invalidate_range_start = frees_without_head_start,
};

/* expect: range-start frees_with_head_ops: with a head others wait */
static int frees_with_head_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct freed *owner = container_of(mn, struct freed, notifier);

	kfree_rcu(owner, rcu);
	return 0;
}

const struct mmu_notifier_ops frees_with_head_ops = {
	.invalidate_range_start = frees_with_head_start,
};

/* expect: range-start frees_object_ops: objects and pages are given back at once */
static int frees_object_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct freed *owner = container_of(mn, struct freed, notifier);

	kfree(owner->object);
	owner->object = NULL;
	__free_pages(owner->page, 0);
	return 0;
}

const struct mmu_notifier_ops frees_object_ops = {
	.invalidate_range_start = frees_object_start,
};

/* expect: range-start frees_mapping_when_blockable_ops: tested first */
static int frees_mapping_when_blockable_start(struct mmu_notifier *mn,
					      const struct mmu_notifier_range *range)
{
	struct freed *owner = container_of(mn, struct freed, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	kvfree(owner->mapping);
	owner->mapping = NULL;
	return 0;
}

const struct mmu_notifier_ops frees_mapping_when_blockable_ops = {
	.invalidate_range_start = frees_mapping_when_blockable_start,
};

MODULE_LICENSE("GPL");
