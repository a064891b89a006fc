// SPDX-License-Identifier: GPL-2.0-only
/*
 * Four files below, somebody says that it might sleep; one callback says on the way down that it
 * must not.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>

#include "deep_walk.h"

/*
 * expect: range-start deep_walk_guarded_ops:
 *	request.atomic reaches deep_commit.c, where might_sleep needs its opposite
 */
static int deep_walk_guarded_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct deep_walker *owner = container_of(mn, struct deep_walker, notifier);
	struct deep_request request = {
		.start = range->start,
		.end = range->end,
		.atomic = !mmu_notifier_range_blockable(range),
	};

	deep_walk_tables(owner, &request);
	return 0;
}

const struct mmu_notifier_ops deep_walk_guarded_ops = {
	.invalidate_range_start = deep_walk_guarded_start,
};

/*
 * expect: range-start deep_walk_unguarded_ops sleeps-nonblockable=violates(!latent):
 *	request.atomic is never set: deep_tables.c -> deep_entries.c -> deep_flush.c ->
 *	deep_commit.c might_sleep
 */
static int deep_walk_unguarded_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct deep_walker *owner = container_of(mn, struct deep_walker, notifier);
	struct deep_request request = { .start = range->start, .end = range->end };

	deep_walk_tables(owner, &request);
	return 0;
}

const struct mmu_notifier_ops deep_walk_unguarded_ops = {
	.invalidate_range_start = deep_walk_unguarded_start,
};

/* expect: interval deep_walk_tested_ops: tested first */
static bool deep_walk_tested_invalidate(struct mmu_interval_notifier *mni,
					const struct mmu_notifier_range *range,
					unsigned long cur_seq)
{
	struct deep_walker *owner = container_of(mni, struct deep_walker, interval);
	struct deep_request request = { .start = range->start, .end = range->end };

	if (!mmu_notifier_range_blockable(range))
		return false;
	deep_walk_tables(owner, &request);
	return true;
}

const struct mmu_interval_notifier_ops deep_walk_tested_ops = {
	.invalidate = deep_walk_tested_invalidate,
};

int deep_walk_tested_register(struct deep_walker *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->interval, mm, 0, PAGE_SIZE,
					    &deep_walk_tested_ops);
}

MODULE_LICENSE("GPL");
