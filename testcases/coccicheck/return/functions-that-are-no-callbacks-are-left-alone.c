// SPDX-License-Identifier: GPL-2.0-only
static int called_helper(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (overlaps(mn, range->start))
		return -EBUSY;
	return -EAGAIN;
}

static int good_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (called_helper(mn, range))
		pr_debug("still busy\n");
	return 0;
}

static int both_called_and_callback(struct mmu_notifier *mn,
				    const struct mmu_notifier_range *range)
{
	return -EBUSY; /* FOUND returns -EBUSY */
}

static int calls_it(struct mmu_notifier *mn, struct foo *foo)
{
	return both_called_and_callback(mn, foo->range);
}

static bool other_invalidate(struct cache *cache, const struct mmu_notifier_range *range,
			     unsigned long cur_seq)
{
	return false;
}

static void start(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
		  unsigned long end)
{
	mutex_lock(&lock);
}

static const struct mmu_notifier_ops good_ops = {
	.invalidate_range_start = good_start,
};

static void init(struct foo *foo)
{
	foo->ops.invalidate_range_start = both_called_and_callback;
}
