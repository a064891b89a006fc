// SPDX-License-Identifier: GPL-2.0-only
/* Not built together with ODD_DRIVERS, so no allmodconfig ever compiles it. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct excluded {
	struct mmu_interval_notifier interval;
	struct mutex lock;
};

/*
 * expect: interval not_configured_ops fails-blockable=violates:
 *	false after a failed trylock, whatever the context; built with ODD_EXCLUDED, which
 *	ODD_DRIVERS excludes
 */
static bool not_configured_invalidate(struct mmu_interval_notifier *mni,
				      const struct mmu_notifier_range *range,
				      unsigned long cur_seq)
{
	struct excluded *excluded = container_of(mni, struct excluded, interval);

	if (!mutex_trylock(&excluded->lock))
		return false;
	mutex_unlock(&excluded->lock);
	return true;
}

const struct mmu_interval_notifier_ops not_configured_ops = {
	.invalidate = not_configured_invalidate,
};

int not_configured_register(struct excluded *excluded, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&excluded->interval, mm, 0, PAGE_SIZE, &not_configured_ops);
}

MODULE_LICENSE("GPL");
