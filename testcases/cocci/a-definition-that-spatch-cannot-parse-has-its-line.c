// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static int start(struct mmu_notifier *mn,	/* DEFINED start */
		 const struct mmu_notifier_range *range)
{
	STRANGE MACRO { of some kind };;
	if (x) ] {
	return 0;
}

static const struct mmu_notifier_ops ops = {
	.invalidate_range_start = start,	/* LOCATED start of ops */
};
