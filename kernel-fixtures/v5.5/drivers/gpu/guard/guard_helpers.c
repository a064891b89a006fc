// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>

#include "guard.h"

int guard_enter(struct guard_device *device, const struct mmu_notifier_range *range)
{
	if (mutex_trylock(&device->lock))
		return 0;
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	mutex_lock(&device->lock);
	return 0;
}

int guard_enter_unless(struct guard_device *device, bool atomic)
{
	if (!atomic) {
		mutex_lock(&device->lock);
		return 0;
	}
	return mutex_trylock(&device->lock) ? 0 : -EAGAIN;
}

void guard_leave(struct guard_device *device)
{
	mutex_unlock(&device->lock);
}
