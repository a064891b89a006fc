// SPDX-License-Identifier: GPL-2.0-only
/* The callback goes to another file's setter. */
#include <linux/module.h>

#include "compat.h"

/* expect: range-start table sleeps-nonblockable=violates: handed to compat_fill of setter.c */
static int handed_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

void handed_init(struct compat_owner *owner)
{
	compat_fill(&owner->own, handed_locks);
}
