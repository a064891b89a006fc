// SPDX-License-Identifier: GPL-2.0-only
/* What ends a range allocates: with flags that reclaim, with others, in a scope. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

struct recorder {
	struct mmu_notifier notifier;
	void *record;
};

static void record(struct recorder *recorder, gfp_t gfp)
{
	kfree(recorder->record);
	recorder->record = kmalloc(32, gfp);
}

/*
 * expect: range-end records_ops may-reclaim=violates:
 *	kmalloc with GFP_KERNEL, handed down, behind the test
 */
static void records_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (mmu_notifier_range_blockable(range))
		record(container_of(mn, struct recorder, notifier), GFP_KERNEL);
}

const struct mmu_notifier_ops records_ops = {
	.invalidate_range_end = records_end,
};

/* expect: range-end records_atomically_ops: GFP_ATOMIC neither sleeps nor reclaims */
static void records_atomically_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	record(container_of(mn, struct recorder, notifier), GFP_ATOMIC);
}

const struct mmu_notifier_ops records_atomically_ops = {
	.invalidate_range_end = records_atomically_end,
};

/* expect: range-end records_in_scope_ops: behind the test, inside memalloc_noreclaim_save() */
static void records_in_scope_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags;

	if (!mmu_notifier_range_blockable(range))
		return;
	flags = memalloc_noreclaim_save();
	record(container_of(mn, struct recorder, notifier), GFP_KERNEL);
	memalloc_noreclaim_restore(flags);
}

const struct mmu_notifier_ops records_in_scope_ops = {
	.invalidate_range_end = records_in_scope_end,
};

MODULE_LICENSE("GPL");
