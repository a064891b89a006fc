/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef GUARD_H
#define GUARD_H

#include <linux/mmu_notifier.h>
#include <linux/mutex.h>

struct guard_device {
	struct mmu_notifier right;
	struct mmu_notifier wrong;
	struct mutex lock;
	unsigned long count;
};

int guard_enter(struct guard_device *device, const struct mmu_notifier_range *range);
int guard_enter_unless(struct guard_device *device, bool blockable);
void guard_leave(struct guard_device *device);

#endif
