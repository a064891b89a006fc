// SPDX-License-Identifier: GPL-2.0-only
/* The table is part of the object, and another file fills it in when the device is known. */
#include <linux/module.h>

#include "late.h"

/*
 * expect: range-start late_flush_ops sleeps-nonblockable=violates:
 *	late_setup.c puts flush_asleep there at run time: mutex_lock; late_defaults has the
 *	spinning one
 */
static int late_flush_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct late *late = container_of(mn, struct late, notifier);

	late->ops.flush(late);
	return 0;
}

const struct mmu_notifier_ops late_flush_ops = {
	.invalidate_range_start = late_flush_start,
};

/* expect: range-start late_drain_ops: late_flush_spinning in late_defaults and in late_setup */
static int late_drain_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct late *late = container_of(mn, struct late, notifier);

	late->ops.drain(late);
	return 0;
}

const struct mmu_notifier_ops late_drain_ops = {
	.invalidate_range_start = late_drain_start,
};

MODULE_LICENSE("GPL");
