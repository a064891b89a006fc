// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

extern bool far_away(struct mmu_interval_notifier *mni);

static const struct mmu_interval_notifier_ops ops = {
	.invalidate = far_away,			/* LOCATED far_away of ops */
};
// FILE drivers/other.c
bool far_away(struct mmu_interval_notifier *mni)
{
	return true;
}
