// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static bool a(struct mmu_interval_notifier *mni) /* DEFINED a */
{
	return true;
}

static bool b(struct mmu_interval_notifier *mni) { return true; } /* DEFINED b */

static const struct mmu_interval_notifier_ops table[] = {
	{ .invalidate = a },			/* LOCATED a of table[0] */
	{
		.invalidate = b,		/* LOCATED b of table[1] */
	},
	[WIDE] = { .invalidate = a, },		/* LOCATED a of table[WIDE] */
	[5].invalidate = b,			/* LOCATED b of table[5] */
};

static const struct mmu_notifier_ops *const pointers[] = {
	&(const struct mmu_notifier_ops){
		.invalidate_range_start = c,	/* LOCATED c of - */
	},
};

static struct mmu_interval_notifier_ops square[2][2] = {
	{ { .invalidate = a }, { .invalidate = b } },	/* LOCATED a of square[0][0], LOCATED b of square[0][1] */
};
