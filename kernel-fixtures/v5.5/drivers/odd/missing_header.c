// SPDX-License-Identifier: GPL-2.0-only
/* Does not compile: nobody has the header that says what the hardware answers. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include "missing_header_regs.h"

struct absent {
	struct mmu_notifier notifier;
	struct absent_regs *regs;
};

/*
 * expect: range-start missing_header_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided fails-with-end=holds|undecided returns-locked=undecided
 *	may-reclaim=undecided:
 *	what it calls and returns is in a header that is not there
 */
static int missing_header_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct absent *absent = container_of(mn, struct absent, notifier);

	if (absent_regs_read(absent->regs, ABSENT_STATUS) & ABSENT_BUSY)
		return ABSENT_ERROR;
	return 0;
}

const struct mmu_notifier_ops missing_header_ops = {
	.invalidate_range_start = missing_header_start,
};

MODULE_LICENSE("GPL");
