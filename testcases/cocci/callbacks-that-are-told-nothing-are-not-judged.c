// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static const struct mmu_notifier_ops ops = {
	.invalidate_range_start = start,	/* LOCATED start of ops with invalidate_range_end */
	.invalidate_range_end = end,
};
// FILE include/linux/mmu_notifier.h
struct mmu_notifier_ops {
	int (*invalidate_range_start)(struct mmu_notifier *mn, struct mm_struct *mm,
				      unsigned long start, unsigned long end, bool blockable);
	void (*invalidate_range_end)(struct mmu_notifier *mn, struct mm_struct *mm,
				     unsigned long start, unsigned long end);
};
