// SPDX-License-Identifier: GPL-2.0-only
/*
 * What sleeps hangs on the event: one that today's caller passes, one that it does not, or one
 * that cannot be.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

struct selective {
	struct mmu_notifier notifier;
	struct mutex mutex;
	void *device;
	bool polling;
	unsigned long zapped;
};

static void zap_locked(struct selective *owner)
{
	mutex_lock(&owner->mutex);
	owner->zapped++;
	mutex_unlock(&owner->mutex);
}

/*
 * expect: range-start on_unmap_ops sleeps-nonblockable=violates(MMU_NOTIFY_UNMAP,!latent):
 *	on MMU_NOTIFY_UNMAP, which mm/oom_kill.c passes: reachable today
 */
static int on_unmap_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct selective *owner = container_of(mn, struct selective, notifier);

	if (range->event == MMU_NOTIFY_UNMAP)
		zap_locked(owner);
	return 0;
}

const struct mmu_notifier_ops on_unmap_ops = {
	.invalidate_range_start = on_unmap_start,
};

/*
 * expect: range-start on_clear_ops sleeps-nonblockable=violates(MMU_NOTIFY_CLEAR,latent):
 *	on MMU_NOTIFY_CLEAR only, which nobody who must not block passes in this tree: latent
 */
static int on_clear_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct selective *owner = container_of(mn, struct selective, notifier);

	if (range->event == MMU_NOTIFY_CLEAR)
		zap_locked(owner);
	return 0;
}

const struct mmu_notifier_ops on_clear_ops = {
	.invalidate_range_start = on_clear_start,
};

/*
 * expect: range-start on_all_but_release_ops sleeps-nonblockable=violates(!latent):
 *	on every event but one, so on MMU_NOTIFY_UNMAP too: reachable today
 */
static int on_all_but_release_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct selective *owner = container_of(mn, struct selective, notifier);

	if (range->event == MMU_NOTIFY_RELEASE)
		return 0;
	zap_locked(owner);
	return 0;
}

const struct mmu_notifier_ops on_all_but_release_ops = {
	.invalidate_range_start = on_all_but_release_start,
};

/*
 * expect: range-start on_all_but_unmap_ops sleeps-nonblockable=violates(latent):
 *	on every event but the one that is passed today: latent
 */
static int on_all_but_unmap_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct selective *owner = container_of(mn, struct selective, notifier);

	if (range->event != MMU_NOTIFY_UNMAP)
		zap_locked(owner);
	return 0;
}

const struct mmu_notifier_ops on_all_but_unmap_ops = {
	.invalidate_range_start = on_all_but_unmap_start,
};

/*
 * expect: range-start by_switch_of_events_ops sleeps-nonblockable=violates(latent):
 *	RELEASE, MIGRATE and EXCLUSIVE come to the default: latent
 */
static int by_switch_of_events_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct selective *owner = container_of(mn, struct selective, notifier);

	switch (range->event) {
	case MMU_NOTIFY_UNMAP:
	case MMU_NOTIFY_CLEAR:
		owner->zapped++;
		break;
	case MMU_NOTIFY_PROTECTION_VMA ... MMU_NOTIFY_SOFT_DIRTY:
		break;
	default:
		zap_locked(owner);
	}
	return 0;
}

const struct mmu_notifier_ops by_switch_of_events_ops = {
	.invalidate_range_start = by_switch_of_events_start,
};

/*
 * expect: range-start whatever_event_ops sleeps-nonblockable=violates(!latent):
 *	hangs on no event: reachable today
 */
static int whatever_event_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct selective *owner = container_of(mn, struct selective, notifier);

	zap_locked(owner);
	return 0;
}

const struct mmu_notifier_ops whatever_event_ops = {
	.invalidate_range_start = whatever_event_start,
};

/* expect: range-start on_no_event_ops: no event is both MIGRATE and UNMAP: never reached */
static int on_no_event_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct selective *owner = container_of(mn, struct selective, notifier);

	if (range->event != MMU_NOTIFY_MIGRATE)
		return 0;
	owner->zapped++;
	if (range->event == MMU_NOTIFY_UNMAP)
		zap_locked(owner);
	return 0;
}

const struct mmu_notifier_ops on_no_event_ops = {
	.invalidate_range_start = on_no_event_start,
};

/*
 * expect: range-start on_event_if_blockable_ops:
 *	on UNMAP it is tested first, and on other events nothing sleeps
 */
static int on_event_if_blockable_start(struct mmu_notifier *mn,
				       const struct mmu_notifier_range *range)
{
	struct selective *owner = container_of(mn, struct selective, notifier);

	if (range->event == MMU_NOTIFY_MIGRATE && range->owner == owner->device)
		return 0;
	if (range->event == MMU_NOTIFY_UNMAP && !mmu_notifier_range_blockable(range))
		return -EAGAIN;
	if (range->event == MMU_NOTIFY_UNMAP)
		zap_locked(owner);
	return 0;
}

const struct mmu_notifier_ops on_event_if_blockable_ops = {
	.invalidate_range_start = on_event_if_blockable_start,
};

/*
 * expect: range-start on_event_tested_elsewhere_ops sleeps-nonblockable=violates(latent):
 *	tested for UNMAP only, other events sleep untested: latent
 */
static int on_event_tested_elsewhere_start(struct mmu_notifier *mn,
					   const struct mmu_notifier_range *range)
{
	struct selective *owner = container_of(mn, struct selective, notifier);

	if (range->event == MMU_NOTIFY_UNMAP && !mmu_notifier_range_blockable(range))
		return -EAGAIN;
	zap_locked(owner);
	return 0;
}

const struct mmu_notifier_ops on_event_tested_elsewhere_ops = {
	.invalidate_range_start = on_event_tested_elsewhere_start,
};

MODULE_LICENSE("GPL");
