// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>
#include <linux/pm_runtime.h>

int __pm_runtime_resume(struct powered *device, int flags)
{
	might_sleep_if(!(flags & RPM_ASYNC) && !device->irq_safe && !device->active);
	if (flags & RPM_GET_PUT)
		device->usage_count++;
	if (!(flags & RPM_ASYNC))
		device->active = true;
	return device->active;
}
