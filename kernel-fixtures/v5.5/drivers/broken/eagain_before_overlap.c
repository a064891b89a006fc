// SPDX-License-Identifier: GPL-2.0-only
/* A contended lock gives -EAGAIN before anybody has looked at the range or at who asks. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct window {
	struct mmu_notifier notifier;
	struct mutex lock;
	unsigned long start, end;
	bool valid;
};

/*
 * expect: range-start eagain_before_overlap_ops fails-blockable=violates:
 *	a failed trylock gives -EAGAIN, whatever the context
 */
static int eagain_before_overlap_start(struct mmu_notifier *mn,
				       const struct mmu_notifier_range *range)
{
	struct window *window = container_of(mn, struct window, notifier);

	if (!mutex_trylock(&window->lock))
		return -EAGAIN;
	if (window->start < range->end && range->start < window->end)
		window->valid = false;
	mutex_unlock(&window->lock);
	return 0;
}

const struct mmu_notifier_ops eagain_before_overlap_ops = {
	.invalidate_range_start = eagain_before_overlap_start,
};

MODULE_LICENSE("GPL");
