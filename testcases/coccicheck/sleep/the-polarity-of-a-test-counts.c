// SPDX-License-Identifier: GPL-2.0-only
static bool inverted(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		     unsigned long cur_seq)
{
	if (!mmu_notifier_range_blockable(range))
		mutex_lock(&lock); /* FOUND although the range is not blockable */
	else if (!mutex_trylock(&lock))
		return false;
	mutex_unlock(&lock);
	return true;
}

static bool in_the_else(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
			unsigned long cur_seq)
{
	bool blockable = mmu_notifier_range_blockable(range);

	if (blockable) {
		work(mni);
	} else {
		down_write(&sem); /* FOUND although the range is not blockable */
		up_write(&sem);
	}
	return true;
}

static int sent_away(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (range->blockable)
		return 0;
	mutex_lock(&lock); /* FOUND also when the range is not blockable */
	mutex_unlock(&lock);
	return 0;
}

static bool second_lock(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
			unsigned long cur_seq)
{
	if (mmu_notifier_range_blockable(range))
		mutex_lock(&lock);
	else if (!mutex_trylock(&lock))
		return false;
	down_read(&sem); /* FOUND also when the range is not blockable */
	up_read(&sem);
	mutex_unlock(&lock);
	return true;
}
