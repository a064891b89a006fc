// SPDX-License-Identifier: GPL-2.0-only
/* No event excuses a failure, nor a sleep that today's one caller happens not to reach. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct migrator {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	void *device;
	bool migrating;
};

/*
 * expect: range-start event_excuse_ops fails-blockable=violates:
 *	-EAGAIN on another owner's migration, whatever the context
 */
static int event_excuse_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct migrator *migrator = container_of(mn, struct migrator, notifier);

	if (range->event == MMU_NOTIFY_MIGRATE && range->owner != migrator->device &&
	    READ_ONCE(migrator->migrating))
		return -EAGAIN;
	return 0;
}

const struct mmu_notifier_ops event_excuse_ops = {
	.invalidate_range_start = event_excuse_start,
};

/*
 * expect: interval latent_sleep_ops sleeps-nonblockable=violates:
 *	mutex_lock on PROTECTION_VMA only: latent, the oom killer passes UNMAP
 */
static bool latent_sleep_invalidate(struct mmu_interval_notifier *mni,
				    const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	struct migrator *migrator = container_of(mni, struct migrator, interval);

	if (range->event != MMU_NOTIFY_PROTECTION_VMA)
		return true;
	mutex_lock(&migrator->lock);
	migrator->migrating = false;
	mutex_unlock(&migrator->lock);
	return true;
}

const struct mmu_interval_notifier_ops latent_sleep_ops = {
	.invalidate = latent_sleep_invalidate,
};

int latent_sleep_register(struct migrator *migrator, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&migrator->interval, mm, 0, PAGE_SIZE, &latent_sleep_ops);
}

MODULE_LICENSE("GPL");
