// SPDX-License-Identifier: GPL-2.0-only
/* Does not compile: a statement lacks its end, in the callback itself. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct torn {
	struct mmu_notifier notifier;
	struct mutex lock;
	unsigned long count;
};

/*
 * expect: range-start syntax_error_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided fails-with-end=holds|undecided returns-locked=undecided
 *	may-reclaim=undecided:
 *	the callback does not parse
 */
static int syntax_error_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct torn *torn = container_of(mn, struct torn, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN
	mutex_lock(&torn->lock);
	torn->count = ;
	mutex_unlock(&torn->lock);
	return 0;
}

const struct mmu_notifier_ops syntax_error_ops = {
	.invalidate_range_start = syntax_error_start,
};

MODULE_LICENSE("GPL");
