// SPDX-License-Identifier: GPL-2.0-only
static bool guarded(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		    unsigned long cur_seq)
{
	if (!mmu_notifier_range_blockable(range))
		return false;
	mutex_lock(&lock);
	down_write(&sem);
	up_write(&sem);
	mutex_unlock(&lock);
	return true;
}

static bool tried(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		  unsigned long cur_seq)
{
	if (range->event == MMU_NOTIFY_MIGRATE && range->owner == mni->owner)
		return true;
	if (mmu_notifier_range_blockable(range))
		mutex_lock(&lock);
	else if (!mutex_trylock(&lock))
		return false;
	mutex_unlock(&lock);
	return true;
}

static int chosen(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
		  unsigned long end, bool blockable)
{
	int ret = blockable ? down_read_killable(&sem) : down_read_trylock(&sem) - 1;

	if (blockable && mutex_lock_interruptible(&lock))
		return 0;
	return ret ? 0 : 0;
}

static bool spinning(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		     unsigned long cur_seq)
{
	spin_lock(&lock);
	mmu_interval_set_seq(mni, cur_seq);
	spin_unlock(&lock);
	write_lock(&rwlock);
	write_unlock(&rwlock);
	return true;
}

static bool handed_over(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
			unsigned long cur_seq)
{
	if (!lock_for(mni, range))
		return false;
	mutex_lock(&lock);
	mutex_unlock(&lock);
	return true;
}

static void no_callback(struct mmu_interval_notifier *mni)
{
	mutex_lock(&lock);
	mutex_unlock(&lock);
}
