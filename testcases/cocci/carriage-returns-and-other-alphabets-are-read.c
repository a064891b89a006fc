// SPDX-License-Identifier: GPL-2.0-only
/* Line ends of other systems, and bytes that are no ASCII: café. */
#include <linux/mmu_notifier.h>

static int odd_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range);
static const struct mmu_notifier_ops odd_ops = {
	.invalidate_range_start = odd_start,	/* LOCATED odd_start of odd_ops */
};
