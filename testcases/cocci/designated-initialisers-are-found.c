// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static int first_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range) /* DEFINED first_start */
{
	return 0;
}

static bool second_invalidate(struct mmu_interval_notifier *mni, /* DEFINED second_invalidate */
			      const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	return true;
}

static const struct mmu_notifier_ops first_ops = {
	.invalidate_range_start = first_start,	/* LOCATED first_start of first_ops */
};

const struct mmu_interval_notifier_ops second_ops __read_mostly = {
	.invalidate	= second_invalidate	/* LOCATED second_invalidate of second_ops */
};

int local(void)
{
	static const struct mmu_notifier_ops inner = {
		.invalidate_range_start = first_start,	/* LOCATED first_start of inner */
	};

	return use(&inner);
}
