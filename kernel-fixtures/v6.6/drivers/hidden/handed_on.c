// SPDX-License-Identifier: GPL-2.0-only
/* The callback goes to another file's setter, and a table to another function. */
#include <linux/module.h>

#include "compat.h"

static int handed_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

static int literal_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

void handed_init(struct compat_owner *owner)
{
	compat_fill(&owner->own, handed_locks);
	compat_register(owner, &(struct mmu_notifier_ops){ .invalidate_range_start = literal_locks });
}
