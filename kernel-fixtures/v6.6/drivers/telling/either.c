// SPDX-License-Identifier: GPL-2.0-only
/* A macro calls the same function, whose source is nowhere, in two places of one line: one reason, not two. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>

void somewhere(int how);
int which_side;
#define EITHER_SIDE() do { if (which_side) somewhere(1); else somewhere(2); } while (0)

/* expect: range-start either_ops sleeps-nonblockable=undecided may-reclaim=undecided: somewhere() may do anything */
static int either_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	EITHER_SIDE();
	return 0;
}

const struct mmu_notifier_ops either_ops = {
	.invalidate_range_start = either_start,
};
