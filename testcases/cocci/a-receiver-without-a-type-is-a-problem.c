// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>	/* SUSPECT */

struct device {
	struct mmu_interval_notifier_ops *ops;
};

struct cache {
	struct { void (*invalidate)(void); } *ops;
};

void set(struct thing *thing)
{
	find_ops(thing)->invalidate = callback;		/* PROBLEM find_ops(thing) */
	thing->owner->ops->invalidate = callback;	/* PROBLEM thing->owner->ops */
	to_device(thing)->ops->invalidate = callback;	/* PROBLEM to_device(thing)->ops */
}
