// SPDX-License-Identifier: GPL-2.0-only
/* The makefile includes a header by -include, and it is not there. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct flag_board {
	struct mmu_notifier notifier;
	struct mutex bus;
};

/*
 * expect: range-start given_by_flag_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	board_flags_given.h may define BOARD_BEHIND_BUS
 */
static int given_by_flag_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
#ifdef BOARD_BEHIND_BUS
	mutex_lock(&container_of(mn, struct flag_board, notifier)->bus);
#endif
	return 0;
}

const struct mmu_notifier_ops given_by_flag_ops = {
	.invalidate_range_start = given_by_flag_start,
};

/* expect: range-start not_by_flag_ops */
static int not_by_flag_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;
}

const struct mmu_notifier_ops not_by_flag_ops = {
	.invalidate_range_start = not_by_flag_start,
};

MODULE_LICENSE("GPL");
