// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

int setup(struct mmu_notifier_ops *ops, struct thing *thing)
{
	*ops = (struct mmu_notifier_ops){
		.invalidate_range_start = one,		/* LOCATED one of - */
	};
	memcpy(ops, &(struct mmu_notifier_ops){ .invalidate_range_start = two }, 8); /* LOCATED two of - */
	return subscribe(&(const struct mmu_interval_notifier_ops){ .invalidate = three }); /* LOCATED three of - */
}
