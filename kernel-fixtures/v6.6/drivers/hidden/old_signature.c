// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks of another kernel: of these types the tree's core calls none. */
#include <linux/module.h>

#include "compat.h"

/*
 * expect: range-start before_ranges_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided fails-with-end=undecided
 *	returns-locked=undecided may-reclaim=undecided:
 *	four parameters, void: not the type that the kernel calls
 */
static void before_ranges(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			  unsigned long end)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
}

const struct mmu_notifier_ops before_ranges_ops = {
	.invalidate_range_start = before_ranges,
};

/*
 * expect: range-start returns_nothing_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided fails-with-end=undecided
 *	returns-locked=undecided may-reclaim=undecided:
 *	void behind a cast: not the type that the kernel calls
 */
static void returns_nothing(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
}

const struct mmu_notifier_ops returns_nothing_ops = {
	.invalidate_range_start = (void *)returns_nothing,
};

/*
 * The range is not const here, which changes nothing.
 * expect: range-start harmless_ops sleeps-nonblockable=violates:
 *	the range is not const there: it is judged
 */
static int harmless(struct mmu_notifier *mn, struct mmu_notifier_range *range)
{
	mutex_lock(&container_of(mn, struct compat_owner, notifier)->mutex);
	mutex_unlock(&container_of(mn, struct compat_owner, notifier)->mutex);
	return 0;
}

const struct mmu_notifier_ops harmless_ops = {
	.invalidate_range_start = harmless,
};
