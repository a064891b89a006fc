// SPDX-License-Identifier: GPL-2.0-only
/* A table is filled by what gets a pointer to it, and the callback as an argument. */
#include <linux/module.h>

#include "compat.h"

void compat_fill(struct mmu_notifier_ops *table, compat_start_t start)
{
	table->invalidate_range_start = start;
}

static void fill_twice(struct compat_owner *owner, compat_start_t start, bool again)
{
	if (again)
		owner->own.invalidate_range_start = start;
}

/*
 * expect: range-start owner->own sleeps-nonblockable=violates:
 *	one of a choice that is handed to fill_twice
 */
static int filled_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

/* expect: range-start owner->own: the other one */
static int filled_tries(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct compat_owner *owner = container_of(mn, struct compat_owner, notifier);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return -EAGAIN;
	mutex_unlock(&owner->mutex);
	return 0;
}

void filled_init(struct compat_owner *owner, bool try)
{
	fill_twice(owner, try ? filled_tries : filled_locks, true);
}
