// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static struct mmu_notifier_ops ops = {
	invalidate_range_start: start,		/* LOCATED start of ops with release */
	release: release,			/* LOCATED release of ops */
};
