/* SPDX-License-Identifier: GPL-2.0-only */
/* A device is resumed at once, which may sleep, or by a request that others serve. */
#ifndef _LINUX_PM_RUNTIME_H
#define _LINUX_PM_RUNTIME_H

#include <linux/types.h>

#define RPM_ASYNC	0x01
#define RPM_GET_PUT	0x04

struct powered {
	int usage_count;
	bool irq_safe, active;
};

int __pm_runtime_resume(struct powered *device, int flags);
int __pm_runtime_idle(struct powered *device, int flags);

static inline bool pm_runtime_is_irq_safe(struct powered *device)
{
	return device->irq_safe;
}

static inline int pm_runtime_get(struct powered *device)
{
	return __pm_runtime_resume(device, RPM_GET_PUT | RPM_ASYNC);
}

static inline int pm_runtime_get_sync(struct powered *device)
{
	return __pm_runtime_resume(device, RPM_GET_PUT);
}

static inline int pm_runtime_put(struct powered *device)
{
	return __pm_runtime_idle(device, RPM_GET_PUT | RPM_ASYNC);
}

static inline int pm_runtime_put_sync(struct powered *device)
{
	return __pm_runtime_idle(device, RPM_GET_PUT);
}

#endif
