// SPDX-License-Identifier: GPL-2.0-only
static void always(struct user *user)
{
	mutex_lock(&user->lock);
	if (user->gone)
		goto out;
	work(user);
out:
	mutex_unlock(&user->lock);
}

static void sometimes(struct user *user, bool wait)
{
	if (!wait)
		return;
	mutex_lock(&user->lock);
	mutex_unlock(&user->lock);
}

static bool told(struct user *user, bool may_block)
{
	if (may_block)
		mutex_lock(&user->lock);
	else if (!mutex_trylock(&user->lock))
		return false;
	return true;
}

static bool calls(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		  unsigned long cur_seq)
{
	struct user *user = container_of(mni, struct user, notifier);

	sometimes(user, false);
	if (range->event != MMU_NOTIFY_UNMAP)
		return true;
	always(user); /* FOUND calls always() */
	return true;
}

static bool tells(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		  unsigned long cur_seq)
{
	struct user *user = container_of(mni, struct user, notifier);

	if (!told(user, mmu_notifier_range_blockable(range)))
		return false;
	mutex_unlock(&user->lock);
	return true;
}

static int guarded(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct user *user = container_of(mn, struct user, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	always(user);
	return 0;
}
