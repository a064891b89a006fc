// SPDX-License-Identifier: GPL-2.0-only
/* What ends a range, where it may not sleep: on today's event, on another, not at all. */
#include <linux/completion.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

struct ender {
	struct mmu_notifier notifier;
	struct completion idle;
	wait_queue_head_t queue;
	spinlock_t spin;
	unsigned long running;
};

/*
 * expect: range-end ends_on_unmap_ops sleeps-nonblockable=violates(reachable):
 *	waits for a completion on MMU_NOTIFY_UNMAP, which is what oom_kill.c passes here
 */
static void ends_on_unmap_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ender *ender = container_of(mn, struct ender, notifier);

	if (range->event == MMU_NOTIFY_UNMAP)
		wait_for_completion(&ender->idle);
}

const struct mmu_notifier_ops ends_on_unmap_ops = {
	.invalidate_range_end = ends_on_unmap_end,
};

/*
 * expect: range-end ends_on_clear_ops sleeps-nonblockable=violates(latent):
 *	waits on MMU_NOTIFY_CLEAR, and today's caller passes UNMAP
 */
static void ends_on_clear_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ender *ender = container_of(mn, struct ender, notifier);

	if (range->event == MMU_NOTIFY_CLEAR)
		wait_for_completion(&ender->idle);
}

const struct mmu_notifier_ops ends_on_clear_ops = {
	.invalidate_range_end = ends_on_clear_end,
};

/* expect: range-end ends_if_blockable_ops: waits behind the test */
static void ends_if_blockable_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ender *ender = container_of(mn, struct ender, notifier);

	if (mmu_notifier_range_blockable(range))
		wait_for_completion(&ender->idle);
}

const struct mmu_notifier_ops ends_if_blockable_ops = {
	.invalidate_range_end = ends_if_blockable_end,
};

/* expect: range-end ends_spinning_ops: a spin lock and wake_up_all */
static void ends_spinning_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ender *ender = container_of(mn, struct ender, notifier);

	spin_lock(&ender->spin);
	ender->running--;
	spin_unlock(&ender->spin);
	wake_up_all(&ender->queue);
}

const struct mmu_notifier_ops ends_spinning_ops = {
	.invalidate_range_end = ends_spinning_end,
};

MODULE_LICENSE("GPL");
