// SPDX-License-Identifier: GPL-2.0-only
static int separate(struct mm_struct *mm, struct mmu_notifier_range *range)
{
	struct mmu_notifier *mn;
	int ret = 0;

	hlist_for_each_entry_rcu(mn, &mm->list, hlist) {
		int _ret = mn->ops->invalidate_range_start(mn, range);

		if (_ret) {
			WARN_ON(mmu_notifier_range_blockable(range));
			WARN_ON(_ret != -EAGAIN);
			ret = _ret;
		}
	}
	if (ret == -EAGAIN)
		return ret;
	return 0;
}

static bool reap(struct mmu_notifier_range *range, bool locked)
{
	int err, ret = mmu_notifier_invalidate_range_start_nonblock(range);

	if (locked)
		unlock(range);
	if (ret)
		return false;
	err = unmap_pages(range);
	if (err == -EAGAIN)
		return false;
	if (mmu_notifier_invalidate_range_start_nonblock(range))
		return false;
	return !mmu_notifier_invalidate_range_start_nonblock(range);
}

static void other(struct cache *cache)
{
	cache->ops->invalidate(cache);
	WARN_ON(cache->dirty || cache->state != -EINVAL);
}
