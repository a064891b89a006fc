// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static bool invalidate(struct mmu_interval_notifier *mni)	/* DEFINED invalidate */
{
	return true;
}

static const struct mmu_interval_notifier_ops ops = { invalidate };	/* LOCATED invalidate of ops */

static const struct mmu_notifier_ops start_ops = {
	NULL,
	NULL,
	start,		/* LOCATED start of start_ops with invalidate_range_end */
	end,		/* LOCATED end of start_ops */
};

static const struct mmu_notifier_ops mixed = {
	.test_young = young,	/* LOCATED young of mixed */
	start,		/* LOCATED start of mixed with test_young */
};

static const struct mmu_interval_notifier_ops pair[] = { { invalidate }, { .invalidate_start = two } }; /* LOCATED invalidate of pair[0], LOCATED two of pair[1] */
