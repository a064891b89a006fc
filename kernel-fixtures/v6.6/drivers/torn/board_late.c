// SPDX-License-Identifier: GPL-2.0-only
/* The same header is missing, but behind the code that asks. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct late_board {
	struct mmu_notifier notifier;
	struct mutex bus;
};

/*
 * expect: range-start asked_before_ops:
 *	where it asks, nothing can have defined BOARD_BEHIND_BUS
 */
static int asked_before_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
#ifdef BOARD_BEHIND_BUS
	mutex_lock(&container_of(mn, struct late_board, notifier)->bus);
#endif
	return 0;
}

#include "board_layout.h"

const struct mmu_notifier_ops asked_before_ops = {
	.invalidate_range_start = asked_before_start,
};

MODULE_LICENSE("GPL");
