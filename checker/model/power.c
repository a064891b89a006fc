// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runtime power management. An asynchronous request is queued, so it may be made in atomic context
 * (Documentation/power/runtime_pm.rst). A synchronous one calls what the device's bus and driver put there, of
 * which this function says nothing.
 */
#include "mncheck.h"

/* include/linux/pm_runtime.h */
#define RPM_ASYNC 0x01

bool pm_runtime_is_irq_safe(void *device);
/* No source defines it: what depends on it is undecided. */
void runtime_pm_callbacks_of(void *device);

static int request(void *device, int flags, const char *what)
{
	if (flags & RPM_ASYNC)
		return __mn_any();
	if (!pm_runtime_is_irq_safe(device))
		__mn_event("sleep", what);
	runtime_pm_callbacks_of(device);
	return __mn_any();
}

int __pm_runtime_idle(void *device, int flags)
{
	return request(device, flags, "__pm_runtime_idle");
}

int __pm_runtime_suspend(void *device, int flags)
{
	return request(device, flags, "__pm_runtime_suspend");
}
