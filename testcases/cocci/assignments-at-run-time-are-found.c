// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>	/* SUSPECT */

typedef struct mmu_notifier_ops start_ops_t;

struct device {
	struct mmu_notifier_ops ops, *other;
	struct mmu_interval_notifier_ops many[4];
};

static struct mmu_notifier_ops global, several[4];
static start_ops_t renamed;

static int start(struct mmu_notifier *mn, const struct mmu_notifier_range *range) /* DEFINED start */
{
	return 0;
}

void assign(struct mmu_notifier_ops *ops, struct device *device, int i, bool wide)
{
	struct mmu_notifier_ops local, *pointer = &global;

	ops->invalidate_range_start = start;		/* LOCATED start of ops */
	(*ops).invalidate_range_start = f2;		/* LOCATED f2 of (*ops) */
	global.invalidate_range_start = f3;		/* LOCATED f3 of global */
	(&global)->invalidate_range_start = f4;		/* LOCATED f4 of (&global) */
	several[i + 1].invalidate_range_start = &f5;	/* LOCATED f5 of several[i + 1] */
	device->ops.invalidate_range_start = f6;	/* LOCATED f6 of device->ops */
	device->other->invalidate_range_start = f7;	/* LOCATED f7 of device->other */
	device->many[2].invalidate = f8;		/* LOCATED f8 of device->many[2] */
	local.invalidate_range_start = (void *)f9;	/* LOCATED f9 of local */
	pointer->invalidate_range_start =			/* LOCATED f10 of pointer */
		f10;
	renamed.invalidate_range_start = f11;		/* LOCATED f11 of renamed */
	((struct mmu_notifier_ops *)device)->invalidate_range_start = f12; /* LOCATED f12 of ((struct mmu_notifier_ops*)device) */
	global.invalidate_range_start = wide ? f13 : f14; /* LOCATED f13 of global, LOCATED f14 of global */
	global.invalidate_range_start = local.invalidate_range_start = f15; /* LOCATED f15 of global, LOCATED f15 of local */
	WRITE_ONCE(ops->invalidate_range_start, f16);	/* LOCATED f16 of ops */
	global.invalidate_range_start = NULL;
	global.invalidate_range_start = several[0].invalidate_range_start;
	if (!i)
		for (ops->invalidate_range_start = f17; i; i--)	/* LOCATED f17 of ops */
			;
	container_of(ops, struct device, ops)->ops.invalidate_range_start = f18; /* LOCATED f18 of container_of(ops , struct device , ops)->ops */
}
