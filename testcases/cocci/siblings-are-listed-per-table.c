// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static const struct mmu_notifier_ops with_end = {
	.invalidate_range_start = one,		/* LOCATED one of with_end with invalidate_range_end, release */
	.invalidate_range_end = end,		/* LOCATED end of with_end with invalidate_range_start, release */
	.release = release,			/* LOCATED release of with_end */
};

static const struct mmu_notifier_ops without = {
	.invalidate_range_start = two,		/* LOCATED two of without with free_notifier */
	.free_notifier = bye,			/* LOCATED bye of without */
};

void set(struct mmu_notifier_ops *a, struct mmu_notifier_ops *b)
{
	a->invalidate_range_start = three;	/* LOCATED three of a with invalidate_range_end */
	b->invalidate_range_start = four;	/* LOCATED four of b */
	a->invalidate_range_end = end;		/* LOCATED end of a with invalidate_range_start */
}
