// SPDX-License-Identifier: GPL-2.0-only
static int linux_4_19(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
		      unsigned long end, bool blockable)
{
	if (blockable)
		mutex_lock(&lock);
	else if (!mutex_trylock(&lock))
		return -EAGAIN;
	return 0;
}

static int linux_4_20(struct hmm_mirror *mirror, const struct hmm_update *update)
{
	if (!update->blockable && overlaps(mirror, update->start))
		return -EAGAIN;
	return 0;
}

static int linux_5_0(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int ret = 0;

	if (!range->blockable) {
		ret = -EAGAIN;
		goto out;
	}
	work(mn);
out:
	return ret;
}

static int linux_5_2(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE)
		return 0;
	return -EAGAIN;
}

static bool linux_5_5(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		      unsigned long cur_seq)
{
	bool atomic = !mmu_notifier_range_blockable(range);

	if (range->event == MMU_NOTIFY_RELEASE)
		return true;
	if (atomic)
		return false;
	return true;
}

static bool linux_7_1(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		      unsigned long cur_seq, struct mmu_interval_notifier_finish **finish)
{
	switch (mmu_notifier_range_blockable(range)) {
	case false:
		return false;
	}
	return true;
}
