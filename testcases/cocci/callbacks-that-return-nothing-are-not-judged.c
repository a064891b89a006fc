// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static const struct mmu_notifier_ops ops = {
	.invalidate_range_start = start,
	.invalidate_range_end = end,
};

static const struct hmm_mirror_ops mirror = {
	.sync_cpu_device_pagetables = sync,	/* LOCATED sync of mirror */
};
// FILE include/linux/mmu_notifier.h
struct mmu_notifier_ops {
	void (*invalidate_range_start)(struct mmu_notifier *mn, struct mm_struct *mm,
				       unsigned long start, unsigned long end);
	void (*invalidate_range_end)(struct mmu_notifier *mn, struct mm_struct *mm,
				     unsigned long start, unsigned long end);
};
// FILE include/linux/hmm.h
struct hmm_mirror_ops {
	int (*sync_cpu_device_pagetables)(struct hmm_mirror *mirror, const struct hmm_update *update);
};
