// SPDX-License-Identifier: GPL-2.0-only
/* What ends a range hands down whether it may sleep, or leaves what sleeps to a worker. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

struct finisher {
	struct mmu_notifier told, deferred;
	struct mutex lock;
	struct work_struct work;
	unsigned long finished;
};

static bool finish(struct finisher *finisher, bool may_block)
{
	if (may_block)
		mutex_lock(&finisher->lock);
	else if (!mutex_trylock(&finisher->lock))
		return false;
	finisher->finished++;
	mutex_unlock(&finisher->lock);
	return true;
}

/*
 * expect: range-end told_at_end_ops:
 *	finish() is told by may_block: mutex_trylock otherwise; schedule_work does not wait
 */
static void told_at_end_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct finisher *finisher = container_of(mn, struct finisher, told);

	if (!finish(finisher, mmu_notifier_range_blockable(range)))
		schedule_work(&finisher->work);
}

const struct mmu_notifier_ops told_at_end_ops = {
	.invalidate_range_end = told_at_end_end,
};

/* expect: range-end deferred_at_end_ops: schedule_work does not wait */
static void deferred_at_end_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	schedule_work(&container_of(mn, struct finisher, deferred)->work);
}

const struct mmu_notifier_ops deferred_at_end_ops = {
	.invalidate_range_end = deferred_at_end_end,
};

MODULE_LICENSE("GPL");
