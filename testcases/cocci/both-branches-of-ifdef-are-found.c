// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

#ifdef CONFIG_WIDE
static int start(struct mmu_notifier *mn)	/* DEFINED start */
{
	return 0;
}
static const struct mmu_notifier_ops ops = {
	.invalidate_range_start = start,	/* LOCATED start of ops with invalidate_range_end, release */
#ifdef CONFIG_END
	.invalidate_range_end = end,		/* LOCATED end of ops */
#else
	.release = release,			/* LOCATED release of ops */
#endif
};
#else
static int start(struct mmu_notifier *mn)	/* DEFINED start */
{
	return -EAGAIN;
}
static const struct mmu_notifier_ops ops = {
	.invalidate_range_start = start,	/* LOCATED start of ops */
};
#endif

static const struct mmu_interval_notifier_ops choice = {
#if IS_ENABLED(CONFIG_ONE)
	.invalidate = one,			/* LOCATED one of choice */
#elif defined(CONFIG_TWO)
	.invalidate = two,			/* LOCATED two of choice */
#endif
};

#if 0
static const struct mmu_interval_notifier_ops dead = {
	.invalidate = three,			/* nothing: this is no code */
};
#endif
