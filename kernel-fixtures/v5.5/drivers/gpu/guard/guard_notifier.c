// SPDX-License-Identifier: GPL-2.0-only
/* Both callbacks leave test and lock to guard_helpers.c; one of the helpers has it backwards. */
#include <linux/module.h>

#include "guard.h"

/*
 * expect: range-start guard_right_ops:
 *	guard_helpers.c guard_enter: -EAGAIN only when not blockable, mutex_lock only otherwise
 */
static int guard_right_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guard_device *device = container_of(mn, struct guard_device, right);
	int ret;

	ret = guard_enter(device, range);
	if (ret)
		return ret;
	device->count++;
	guard_leave(device);
	return 0;
}

const struct mmu_notifier_ops guard_right_ops = {
	.invalidate_range_start = guard_right_start,
};

/*
 * expect: range-start guard_wrong_ops fails-blockable=violates sleeps-nonblockable=violates:
 *	guard_helpers.c guard_enter_unless takes `atomic` and is given blockable: trylock or
 *	-EAGAIN when blockable, mutex_lock when not
 */
static int guard_wrong_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct guard_device *device = container_of(mn, struct guard_device, wrong);
	int ret;

	ret = guard_enter_unless(device, mmu_notifier_range_blockable(range));
	if (ret)
		return ret;
	device->count++;
	guard_leave(device);
	return 0;
}

const struct mmu_notifier_ops guard_wrong_ops = {
	.invalidate_range_start = guard_wrong_start,
};

MODULE_LICENSE("GPL");
