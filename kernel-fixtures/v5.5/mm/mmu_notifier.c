// SPDX-License-Identifier: GPL-2.0-only
/* The core: calls what has subscribed. */
#include <linux/mmu_notifier.h>

struct subscriptions {
	struct list_head plain;
	struct list_head intervals;
	unsigned long seq;
};

struct subscription {
	struct list_head link;
	struct mmu_notifier *notifier;
	struct mmu_interval_notifier *interval;
};

/*
 * expect: caller -: -EAGAIN after a failure, 0 otherwise
 */
static int start_intervals(struct subscriptions *all, const struct mmu_notifier_range *range)
{
	struct subscription *one;

	list_for_each_entry(one, &all->intervals, link) {
		struct mmu_interval_notifier *mni = one->interval;

		if (!mni->ops->invalidate(mni, range, all->seq)) {
			WARN_ON(mmu_notifier_range_blockable(range));
			return -EAGAIN;
		}
	}
	return 0;
}

/*
 * expect: caller -: the failure of an interval goes at once, that of a plain notifier is kept in `ret`
 */
int __mmu_notifier_invalidate_range_start(struct mmu_notifier_range *range)
{
	struct subscriptions *all = range->mm->notifier_subscriptions;
	struct subscription *one;
	int ret = start_intervals(all, range);

	if (ret)
		return ret;
	list_for_each_entry(one, &all->plain, link) {
		const struct mmu_notifier_ops *ops = one->notifier->ops;
		int one_ret = 0;

		if (ops->invalidate_range_start)
			one_ret = ops->invalidate_range_start(one->notifier, range);
		if (one_ret) {
			WARN_ON(mmu_notifier_range_blockable(range) || one_ret != -EAGAIN);
			ret = one_ret;
		}
	}
	return ret;
}

void __mmu_notifier_invalidate_range_end(struct mmu_notifier_range *range)
{
	struct subscriptions *all = range->mm->notifier_subscriptions;
	struct subscription *one;

	list_for_each_entry(one, &all->plain, link) {
		const struct mmu_notifier_ops *ops = one->notifier->ops;

		if (ops->invalidate_range_end)
			ops->invalidate_range_end(one->notifier, range);
	}
}
