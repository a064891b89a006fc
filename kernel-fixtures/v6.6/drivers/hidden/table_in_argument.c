// SPDX-License-Identifier: GPL-2.0-only
/* The table is a macro's argument, in whole or in part. */
#include <linux/module.h>

#include "compat.h"

/*
 * expect: range-start in_argument_ops sleeps-nonblockable=violates:
 *	the table is an argument of COMPAT_TABLE
 */
static int in_argument(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

COMPAT_TABLE(in_argument_ops, {
	.invalidate_range_start = in_argument,
});

/*
 * expect: range-start whole_argument_ops sleeps-nonblockable=violates:
 *	the declaration is an argument of COMPAT_SAY
 */
static int whole_argument(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

COMPAT_SAY(
const struct mmu_notifier_ops whole_argument_ops = {
	.invalidate_range_start = whole_argument,
};
)

/*
 * expect: range-start element_by_macro_ops sleeps-nonblockable=violates:
 *	the element is made by COMPAT_CALLBACK
 */
static int element_by_macro(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

const struct mmu_notifier_ops element_by_macro_ops = {
	COMPAT_CALLBACK(start, element_by_macro),
};

/* expect: range-start plain_beside_ops: a plain table beside them */
static int plain_beside(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct compat_owner *owner = container_of(mn, struct compat_owner, notifier);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&owner->mutex);
	else if (!mutex_trylock(&owner->mutex))
		return -EAGAIN;
	mutex_unlock(&owner->mutex);
	return 0;
}

const struct mmu_notifier_ops plain_beside_ops = {
	.invalidate_range_start = plain_beside,
};
