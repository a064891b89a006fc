// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>	/* SUSPECT */

typedef struct mmu_notifier_ops start_ops_t;
typedef const struct mmu_interval_notifier_ops interval_ops_t;

static start_ops_t one = {
	.invalidate_range_start = start,	/* LOCATED start of one */
};
static start_ops_t many[] = {
	{ .invalidate_range_start = start },	/* LOCATED start of many[0] */
};
