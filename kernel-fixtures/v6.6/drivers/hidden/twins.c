// SPDX-License-Identifier: GPL-2.0-only
/* Twins: by a macro that the module's makefile sets, by one of a header, by the version. */
#include <linux/module.h>

#include "compat.h"

#ifdef HAVE_PEER_MEMORY
/*
 * expect: range-start with_peer_ops sleeps-nonblockable=violates:
 *	with HAVE_PEER_MEMORY, which nothing here sets
 */
static int with_peer(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

const struct mmu_notifier_ops with_peer_ops = {
	.invalidate_range_start = with_peer,
};
#else
/* expect: range-start without_peer_ops: without it */
static int without_peer(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct compat_owner *owner = container_of(mn, struct compat_owner, notifier);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return -EAGAIN;
	mutex_unlock(&owner->mutex);
	return 0;
}

const struct mmu_notifier_ops without_peer_ops = {
	.invalidate_range_start = without_peer,
};
#endif

#if defined(HAVE_OLD_RANGES) && !defined(HAVE_NO_OLD_RANGES)
/*
 * expect: range-start old_ranges_ops sleeps-nonblockable=violates:
 *	with HAVE_OLD_RANGES and without HAVE_NO_OLD_RANGES
 */
static int old_ranges(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

#else
/* expect: range-start old_ranges_ops: without HAVE_OLD_RANGES */
static int old_ranges(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct compat_owner *owner = container_of(mn, struct compat_owner, notifier);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return -EAGAIN;
	mutex_unlock(&owner->mutex);
	return 0;
}

#endif

const struct mmu_notifier_ops old_ranges_ops = {
	.invalidate_range_start = old_ranges,
};
