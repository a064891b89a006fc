// SPDX-License-Identifier: GPL-2.0-only
/* Includes a header that its own makefile generates, by a program that only a build runs. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/io.h>

#include "generated_regs.h"

struct regs_driver {
	struct mmu_notifier notifier;
	void *regs;
};

/*
 * expect: range-start generated_header_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	nothing of the tree is run, so the header is missing, and REG_FLUSH may be anything
 */
static int generated_header_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct regs_driver *driver = container_of(mn, struct regs_driver, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	writel(1, driver->regs + REG_FLUSH);
	return 0;
}

const struct mmu_notifier_ops generated_header_ops = {
	.invalidate_range_start = generated_header_start,
};

MODULE_LICENSE("GPL");
