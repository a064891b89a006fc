// SPDX-License-Identifier: GPL-2.0-only
static int linux_4_19(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
		      unsigned long end, bool blockable)
{
	down_write(&sem); /* FOUND without a test */
	up_write(&sem);
	return 0;
}

static int linux_4_20(struct hmm_mirror *mirror, const struct hmm_update *update)
{
	down_read(&sem); /* FOUND without a test */
	up_read(&sem);
	return 0;
}

static int linux_5_2(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (range->event != MMU_NOTIFY_UNMAP)
		return 0;
	mutex_lock(&lock); /* FOUND without a test */
	mutex_unlock(&lock);
	return 0;
}

static bool linux_5_5(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		      unsigned long cur_seq)
{
	struct user *user = container_of(mni, struct user, notifier);

	if (range->event == MMU_NOTIFY_UNMAP) {
		mutex_lock_nested(&user->lock, 1); /* FOUND without a test */
		mmu_interval_set_seq(mni, cur_seq);
		mutex_unlock(&user->lock);
	}
	return true;
}

static bool linux_7_1(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		      unsigned long cur_seq, struct mmu_interval_notifier_finish **finish)
{
	mmap_read_lock(mm); /* FOUND without a test */
	mmap_read_unlock(mm);
	return true;
}
