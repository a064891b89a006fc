// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>	/* SUSPECT */

static const struct mmu_notifier_ops good = {
	.invalidate_range_start = fine,		/* LOCATED fine of good */
};

static const struct mmu_notifier_ops broken = {
	.invalidate_range_start = ) ( what,	/* PROBLEM could not parse */
};

static int strange(struct mmu_notifier_ops *ops)
{
	ops->invalidate_range_start = later;	/* PROBLEM could not parse */
	if ((((
	return 0;
}
