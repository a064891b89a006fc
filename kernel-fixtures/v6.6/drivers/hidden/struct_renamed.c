// SPDX-License-Identifier: GPL-2.0-only
/* The struct has another name: by a macro, by a typedef, by a macro for that. */
#include <linux/module.h>

#include "compat.h"

/*
 * expect: range-start struct_locks_ops sleeps-nonblockable=violates:
 *	compat_ops is the struct: mutex_lock without a test
 */
static int struct_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

const struct compat_ops struct_locks_ops = {
	.invalidate_range_start = struct_locks,
};

/*
 * expect: range-start both_locks_ops sleeps-nonblockable=violates:
 *	compat_ops and COMPAT_RANGE_START: mutex_lock without a test
 */
static int both_locks(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

const struct compat_ops both_locks_ops = {
	.COMPAT_RANGE_START = both_locks,
};

/*
 * expect: interval typedef_refuses_ops fails-blockable=violates:
 *	compat_interval_ops is the struct: false whether blockable or not
 */
static bool typedef_refuses(struct mmu_interval_notifier *mni,
			    const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	return !container_of(mni, struct compat_owner, interval)->seen;
}

compat_interval_ops typedef_refuses_ops = {
	.invalidate = typedef_refuses,
};
