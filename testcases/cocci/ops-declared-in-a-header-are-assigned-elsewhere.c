// SPDX-License-Identifier: GPL-2.0-only
#include "shared.h"

void set(void)
{
	shared_ops.invalidate_range_start = start;	/* LOCATED start of shared_ops */
	other_thing.invalidate_range_start = 5;
}
// FILE drivers/shared.h
#include <linux/mmu_notifier.h>
extern struct mmu_notifier_ops shared_ops;
