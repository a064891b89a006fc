// SPDX-License-Identifier: GPL-2.0-only
#include "ops.h"	/* SUSPECT */

static int mine(struct mmu_notifier *mn)	/* DEFINED mine */
{
	return 0;
}

DRIVER_OPS(first, mine);			/* LOCATED mine of first */
// FILE drivers/ops.h
#include <linux/mmu_notifier.h>
#define DRIVER_OPS(name, start) \
	const struct mmu_notifier_ops name = { .invalidate_range_start = start }
