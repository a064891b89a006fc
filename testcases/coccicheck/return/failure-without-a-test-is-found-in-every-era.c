// SPDX-License-Identifier: GPL-2.0-only
static int linux_4_19(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
		      unsigned long end, bool blockable)
{
	if (overlaps(mn, start, end))
		return -EAGAIN; /* FOUND without a test */
	return 0;
}

static int linux_4_20(struct hmm_mirror *mirror, const struct hmm_update *update)
{
	if (overlaps(mirror, update->start, update->end))
		return -EAGAIN; /* FOUND without a test */
	return 0;
}

static int linux_5_4(struct hmm_mirror *mirror, const struct mmu_notifier_range *update)
{
	return overlaps(mirror, update->start) ? -EAGAIN : 0; /* FOUND without a test */
}

static int linux_5_0(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int ret = 0;

	if (!mutex_trylock(&lock)) {
		ret = -EAGAIN; /* FOUND without a test */
		goto out;
	}
	mutex_unlock(&lock);
out:
	return ret;
}

static bool linux_5_5(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		      unsigned long cur_seq)
{
	trace_range(range);
	if (range->event == MMU_NOTIFY_UNMAP && range->start)
		return false; /* FOUND without a test */
	return true;
}

static bool linux_7_1(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		      unsigned long cur_seq, struct mmu_interval_notifier_finish **finish)
{
	bool ok = true;

	if (!down_read_trylock(&sem))
		ok = false; /* FOUND without a test */
	return ok;
}
