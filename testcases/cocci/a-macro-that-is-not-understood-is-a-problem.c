// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>	/* SUSPECT */

static struct mmu_notifier_ops ops;

#define SET_START(o, f) do { (o).invalidate_range_start = (f); } while (0)	/* PROBLEM whose type is not known */

void set(void)
{
	SET_START(ops, start);
}
