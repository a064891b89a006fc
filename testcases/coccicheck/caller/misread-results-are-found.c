// SPDX-License-Identifier: GPL-2.0-only
static int wrong_variable(struct mm_struct *mm, struct mmu_notifier_range *range)
{
	struct mmu_notifier *mn;
	int ret = 0;

	hlist_for_each_entry_rcu(mn, &mm->list, hlist) {
		if (mn->ops->invalidate_range_start) {
			int _ret = mn->ops->invalidate_range_start(mn, range);

			if (_ret) {
				pr_info("failed with %d\n", _ret);
				WARN_ON(ret != -EAGAIN); /* FOUND in _ret, but ret is compared */
				ret = _ret;
			}
		}
	}
	return ret;
}

static int untested(struct mmu_interval_notifier *mni, struct mmu_notifier_range *range)
{
	bool ok, done = false;

	ok = mni->ops->invalidate(mni, range, 2);
	if (!done) /* FOUND in ok, but done is tested */
		return -EAGAIN;
	return 0;
}

static int merged(struct mmu_notifier *mn, struct mmu_notifier_range *range)
{
	int ret;

	ret = mn->ops->invalidate_range_start(mn, range);
	if (ret)
		WARN_ON(mmu_notifier_range_blockable(range) || ret != -EAGAIN); /* FOUND two conditions */
	return ret;
}

static int merged_4_19(struct mmu_notifier *mn, struct mm_struct *mm, bool blockable)
{
	int ret = mn->ops->invalidate_range_start(mn, mm, 0, 1, blockable);

	WARN_ONCE(ret != -EAGAIN || blockable, "bad"); /* FOUND two conditions */
	return ret;
}

static void ignored(struct mmu_notifier_range *range)
{
	int ret;

	mmu_notifier_invalidate_range_start_nonblock(range); /* FOUND ignored */
	(void)mmu_notifier_invalidate_range_start_nonblock(range); /* FOUND ignored */
	ret = mmu_notifier_invalidate_range_start_nonblock(range); /* FOUND ignored */
	unmap_pages(range);
}
