// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>	/* SUSPECT */

#define DEFINE_OPS(name, function)				\
	static const struct mmu_notifier_ops name##_ops = {	\
		.invalidate_range_start = function,		\
		.release = common_release,			\
	}

#define COMMON .release = common_release, .invalidate_range_start = common_start
#define THE_START real_start
#define END(prefix) .invalidate_range_end = prefix##_end

static int real_start(struct mmu_notifier *mn)		/* DEFINED real_start */
{
	return 0;
}

DEFINE_OPS(one, real_start);			/* LOCATED real_start of one_ops with release, LOCATED common_release of one_ops */
DEFINE_OPS(two, two_start);			/* LOCATED two_start of two_ops with release, LOCATED common_release of two_ops */

static const struct mmu_notifier_ops third = {
	COMMON,					/* LOCATED common_start of third with invalidate_range_end, release, LOCATED common_release of third */
	END(third),				/* LOCATED third_end of third */
};

static const struct mmu_notifier_ops fourth = {
	.invalidate_range_start = THE_START,	/* LOCATED real_start of fourth */
};
