// SPDX-License-Identifier: GPL-2.0-only
static int inverted(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (mmu_notifier_range_blockable(range))
		return -EAGAIN; /* FOUND although the range is blockable */
	return 0;
}

static int in_the_else(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!range->blockable) {
		work(mn);
	} else {
		if (overlaps(mn, range->start))
			return -EAGAIN; /* FOUND although the range is blockable */
	}
	return 0;
}

static int behind_the_guard(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	if (overlaps(mn, range->start))
		return -EAGAIN; /* FOUND although the range is blockable */
	return 0;
}

static bool set_aside(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		      unsigned long cur_seq)
{
	bool may_block = mmu_notifier_range_blockable(range);

	work(mni);
	if (may_block)
		return false; /* FOUND although the range is blockable */
	return true;
}

static bool turned_around(struct mmu_interval_notifier *mni,
			  const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	return !mmu_notifier_range_blockable(range); /* FOUND although the range is blockable */
}

static int parameter(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
		     unsigned long end, bool blockable)
{
	if (blockable)
		return -EAGAIN; /* FOUND although the range is blockable */
	return 0;
}

static bool changed(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		    unsigned long cur_seq)
{
	bool skip = mmu_notifier_range_blockable(range);

	skip = !skip && busy(mni);
	if (skip)
		return false;
	return true;
}

static bool right(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		  unsigned long cur_seq)
{
	if (mmu_notifier_range_blockable(range)) {
		mutex_lock(&lock);
	} else {
		if (!mutex_trylock(&lock))
			return false;
	}
	mutex_unlock(&lock);
	return mmu_notifier_range_blockable(range);
}
