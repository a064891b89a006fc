// SPDX-License-Identifier: GPL-2.0-only
/* Memory is asked for while memory is being reclaimed: in one callback only where it may wait. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct late_work {
	struct work_struct work;
	unsigned long start, end;
};

struct allocator {
	struct mmu_interval_notifier interval;
	struct mmu_notifier notifier;
	struct workqueue_struct *wq;
	work_func_t function;
};

static bool defer(struct allocator *owner, const struct mmu_notifier_range *range, gfp_t gfp)
{
	struct late_work *late = kzalloc(sizeof(*late), gfp);

	if (!late)
		return false;
	INIT_WORK(&late->work, owner->function);
	late->start = range->start;
	late->end = range->end;
	queue_work(owner->wq, &late->work);
	return true;
}

/*
 * expect: interval allocates_ops may-reclaim=violates:
 *	kzalloc(GFP_KERNEL) in defer(), after the test
 */
static bool allocates_when_blockable(struct mmu_interval_notifier *mni,
				     const struct mmu_notifier_range *range,
				     unsigned long cur_seq)
{
	struct allocator *owner = container_of(mni, struct allocator, interval);

	if (!mmu_notifier_range_blockable(range))
		return false;
	defer(owner, range, GFP_KERNEL);
	return true;
}

const struct mmu_interval_notifier_ops allocates_ops = {
	.invalidate = allocates_when_blockable,
};

int allocates_register(struct allocator *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->interval, mm, 0, PAGE_SIZE, &allocates_ops);
}

/*
 * expect: range-start allocates_anyway_ops sleeps-nonblockable=violates may-reclaim=violates:
 *	kzalloc(GFP_KERNEL) in defer(), without a test
 */
static int allocates_anyway_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocator *owner = container_of(mn, struct allocator, notifier);

	if (!defer(owner, range, GFP_KERNEL))
		pr_warn("no memory to invalidate with\n");
	return 0;
}

const struct mmu_notifier_ops allocates_anyway_ops = {
	.invalidate_range_start = allocates_anyway_start,
};

MODULE_LICENSE("GPL");
