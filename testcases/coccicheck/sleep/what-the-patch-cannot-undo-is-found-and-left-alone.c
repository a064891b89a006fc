// SPDX-License-Identifier: GPL-2.0-only
static bool with_another_lock(struct mmu_interval_notifier *mni,
			      const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	rcu_read_lock();
	mutex_lock(&lock); /* FOUND without a test */
	mutex_unlock(&lock);
	rcu_read_unlock();
	return true;
}

static bool with_a_counter(struct mmu_interval_notifier *mni,
			   const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct user *user = container_of(mni, struct user, notifier);

	user->active++;
	down_read(&user->sem); /* FOUND without a test */
	up_read(&user->sem);
	return true;
}

static bool only_statement(struct mmu_interval_notifier *mni,
			   const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	if (is_shared(mni))
		mutex_lock(&lock); /* FOUND without a test */
	else
		work(mni);
	return true;
}

static bool no_trylock(struct mmu_interval_notifier *mni,
		       const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	if (down_killable(&sem)) /* FOUND without a test */
		return true;
	up(&sem);
	return true;
}

static bool with_a_guard(struct mmu_interval_notifier *mni,
			 const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	guard(mutex)(&lock); /* FOUND without a test */
	return true;
}
