// SPDX-License-Identifier: GPL-2.0-only
static int with_a_helper(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!lock_for(mn, range))
		return -EAGAIN;
	return 0;
}

static bool with_data(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		      unsigned long cur_seq)
{
	struct walk walk = {
		.range = range,
	};

	if (!walk_pages(&walk))
		return false;
	return true;
}

static bool with_a_flag(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
			unsigned long cur_seq)
{
	struct walk walk = {
		.may_block = mmu_notifier_range_blockable(range),
	};

	if (!walk_pages(&walk))
		return false;
	return true;
}
