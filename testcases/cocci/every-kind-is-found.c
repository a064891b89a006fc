// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

static const struct mmu_interval_notifier_ops two_pass = {
	.invalidate_start = start,		/* LOCATED start of two_pass with invalidate_finish */
	.invalidate_finish = finish,		/* LOCATED finish of two_pass with invalidate_start */
};

static const struct hmm_mirror_ops mirror = {
	.sync_cpu_device_pagetables = sync,	/* LOCATED sync of mirror with release */
	.release = release,
};
