// SPDX-License-Identifier: GPL-2.0-only
#include "device.h"	/* SUSPECT */

static bool one(struct mmu_interval_notifier *mni)	/* DEFINED one */
{
	return true;
}

void set(struct device *device, struct unknown *u)
{
	device->mirror.ops.invalidate = one;	/* LOCATED one of device->mirror.ops */
	device->other.invalidate = flush;
	u->p->invalidate = flush;
}

static struct device table = {
	.mirror = { .ops = { .invalidate = one } },	/* LOCATED one of table.mirror.ops */
	.other = { .invalidate = flush },
};
// FILE drivers/device.h
#include "mirror.h"
struct device {
	struct mirror mirror;
	struct { void (*invalidate)(void); } other;
};
// FILE drivers/mirror.h
#include <linux/mmu_notifier.h>
struct mirror {
	struct mmu_interval_notifier_ops ops;
};
