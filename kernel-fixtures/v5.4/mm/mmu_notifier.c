// SPDX-License-Identifier: GPL-2.0-only
/*
 * The core, with a mistake of its own: what the callback returned is in `one`, and the check looks
 * at `ret`, which holds what an earlier callback returned. No callback is wrong here.
 */
#include <linux/mmu_notifier.h>

struct subscription {
	struct list_head link;
	struct mmu_notifier *notifier;
};

/*
 * What an earlier callback returned is compared.
 * expect: caller - caller-ignores-failure=violates(ret,one): `ret` is 0 when the first callback fails with -EAGAIN
 */
int __mmu_notifier_invalidate_range_start(struct mmu_notifier_range *range)
{
	struct list_head *all = range->mm->notifier_subscriptions;
	struct subscription *at;
	int ret = 0;

	list_for_each_entry(at, all, link) {
		const struct mmu_notifier_ops *ops = at->notifier->ops;
		int one = 0;

		if (ops->invalidate_range_start)
			one = ops->invalidate_range_start(at->notifier, range);
		if (one) {
			WARN_ON(mmu_notifier_range_blockable(range) || ret != -EAGAIN);
			ret = one;
		}
	}
	return ret;
}

void __mmu_notifier_invalidate_range_end(struct mmu_notifier_range *range)
{
	struct list_head *all = range->mm->notifier_subscriptions;
	struct subscription *at;

	list_for_each_entry(at, all, link)
		if (at->notifier->ops->invalidate_range_end)
			at->notifier->ops->invalidate_range_end(at->notifier, range);
}
