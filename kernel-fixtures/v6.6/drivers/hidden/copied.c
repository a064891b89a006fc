// SPDX-License-Identifier: GPL-2.0-only
/* A template that is copied, an array of tables. */
#include <linux/module.h>

#include "compat.h"

void *memcpy(void *to, const void *from, size_t size);

/* expect: range-start template sleeps-nonblockable=violates: the template of a memcpy is a table */
static int template_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

static const struct mmu_notifier_ops template = {
	.invalidate_range_start = template_locks,
};

void template_init(struct compat_owner *owner)
{
	memcpy(&owner->own, &template, sizeof(template));
}

/*
 * expect: range-start array_ops sleeps-nonblockable=violates:
 *	COMPAT_RANGE_START of an array of tables
 */
static int array_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

/* expect: range-start array_ops[1]: COMPAT_CALLBACK in an array of tables */
static int array_tries(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct compat_owner *owner = container_of(mn, struct compat_owner, notifier);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return -EAGAIN;
	mutex_unlock(&owner->mutex);
	return 0;
}

const struct mmu_notifier_ops array_ops[] = {
	{ .COMPAT_RANGE_START = array_locks },
	{ COMPAT_CALLBACK(start, array_tries) },
};
