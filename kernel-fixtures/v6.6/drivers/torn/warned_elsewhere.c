// SPDX-License-Identifier: GPL-2.0-only
#include <linux/errno.h>
#include <linux/mutex.h>

int warned_elsewhere(struct mutex *mutex, unsigned long start)
{
	mutex_lock(mutex);
	mutex_unlock(mutex);
	return start & 1 ? -EBUSY : 0;
}
