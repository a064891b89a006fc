// SPDX-License-Identifier: GPL-2.0-only
/* All of this file is there. Two calls below, in a file of another directory, a header is not. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include "deep/span.h"

/*
 * expect: range-start crosses_ops sleeps-nonblockable=undecided may-reclaim=undecided:
 *	bridge_cross() calls pier_hold(), and what that does a missing header says
 */
static int crosses_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	bridge_cross(container_of(mn, struct bridge, notifier));
	return 0;
}

const struct mmu_notifier_ops crosses_ops = {
	.invalidate_range_start = crosses_start,
};

/*
 * expect: range-start asks_answer_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	the answer of pier_hold() is returned
 */
static int asks_answer_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return bridge_answer(container_of(mn, struct bridge, notifier));
}

const struct mmu_notifier_ops asks_answer_ops = {
	.invalidate_range_start = asks_answer_start,
};

/*
 * expect: range-start looks_ops:
 *	pier_look() is in the same file, and names nothing of the header
 */
static int looks_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	bridge_look(container_of(mn, struct bridge, notifier));
	return 0;
}

const struct mmu_notifier_ops looks_ops = {
	.invalidate_range_start = looks_start,
};

MODULE_LICENSE("GPL");
