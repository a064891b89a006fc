// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static int start(struct mmu_notifier *mn)	/* DEFINED start */
{
	return 0;
}

static const struct mmu_notifier_ops a = {
	.invalidate_range_start = (void *)start,	/* LOCATED start of a */
};
static const struct mmu_notifier_ops b = {
	.invalidate_range_start = &start,		/* LOCATED start of b */
};
static const struct mmu_notifier_ops c = {
	.invalidate_range_start = (int (*)(struct mmu_notifier *, const struct mmu_notifier_range *))(start), /* LOCATED start of c */
};
static const struct mmu_notifier_ops d = {
	.invalidate_range_start = PTR_IF(IS_ENABLED(CONFIG_WIDE), start),	/* LOCATED start of d */
};
static const struct mmu_notifier_ops e = {
	.invalidate_range_start = IS_ENABLED(CONFIG_WIDE) ? start : other,	/* LOCATED start of e, LOCATED other of e */
};
