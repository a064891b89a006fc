// SPDX-License-Identifier: GPL-2.0-only
/* Nothing here names a struct or a member of the kernel's. */
#include <linux/module.h>

#include "compat.h"

static int by_set(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

void by_set_init(struct compat_owner *owner)
{
	COMPAT_SET(&owner->own, by_set);
}

static int by_table(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

COMPAT_TABLE(by_table_ops, { COMPAT_CALLBACK(start, by_table) });
