// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static const struct mmu_notifier_ops release_only = {
	.release = release,	/* LOCATED release of release_only */
};

static const struct mmu_notifier_ops none = {
	.invalidate_range_start = NULL,
};

static const struct mmu_interval_notifier_ops zero = { 0 };
static const struct mmu_interval_notifier_ops empty = { };
extern const struct mmu_notifier_ops elsewhere;
