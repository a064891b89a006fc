// SPDX-License-Identifier: GPL-2.0-only
/* The member has another name in a header of the module. */
#include <linux/module.h>

#include "compat.h"

/*
 * expect: range-start renamed_locks_ops sleeps-nonblockable=violates:
 *	COMPAT_RANGE_START is the member: mutex_lock without a test
 */
static int renamed_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

const struct mmu_notifier_ops renamed_locks_ops = {
	.COMPAT_RANGE_START = renamed_locks,
};

/* expect: range-start renamed_tries_ops: the same, with the test */
static int renamed_tries(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct compat_owner *owner = container_of(mn, struct compat_owner, notifier);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return -EAGAIN;
	mutex_unlock(&owner->mutex);
	return 0;
}

const struct mmu_notifier_ops renamed_tries_ops = {
	.COMPAT_RANGE_START = renamed_tries,
};
