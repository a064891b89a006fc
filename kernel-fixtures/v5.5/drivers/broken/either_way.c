// SPDX-License-Identifier: GPL-2.0-only
/* Ways that meet: what each of them hung on is not lost when they do. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>

#include "either_way.h"

/*
 * All five are zero, as clear_limits() has it.
 * expect: range-start either_cleared_ops: clear_limits, in another file, leaves all five at zero
 */
static int either_cleared_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct limits limits;

	clear_limits(&limits);
	if (limits.a || limits.b || limits.c || limits.d || limits.e)
		return -EBUSY;
	return 0;
}

const struct mmu_notifier_ops either_cleared_ops = {
	.invalidate_range_start = either_cleared_start,
};

/*
 * One of the five is not.
 * expect: range-start either_set_ops fails-blockable=violates wrong-errno=violates:
 *	-EBUSY always: set_last_limit sets the fifth
 */
static int either_set_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct limits limits;

	clear_limits(&limits);
	set_last_limit(&limits);
	if (limits.a || limits.b || limits.c || limits.d || limits.e)
		return -EBUSY;
	return 0;
}

const struct mmu_notifier_ops either_set_ops = {
	.invalidate_range_start = either_set_start,
};

int look_up_limit(unsigned long start);

/*
 * Whatever look_up_limit() returns, which no source tells, a high start fails.
 * expect: range-start either_unknown_ops fails-blockable=violates wrong-errno=violates
 *	sleeps-nonblockable=undecided may-reclaim=undecided:
 *	-EBUSY for a start above 4096, whatever look_up_limit returns; whether that one sleeps is
 *	not known
 */
static int either_unknown_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (look_up_limit(range->start) || range->start > 4096)
		return -EBUSY;
	return 0;
}

const struct mmu_notifier_ops either_unknown_ops = {
	.invalidate_range_start = either_unknown_start,
};

MODULE_LICENSE("GPL");
