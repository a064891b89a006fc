/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DEVICE_H
#define _LINUX_DEVICE_H

#include <linux/kernel.h>

struct device {
	const char *init_name;
	void *driver_data;
};

__printf(2, 3) void _dev_err(const struct device *dev, const char *format, ...);
__printf(2, 3) void _dev_warn(const struct device *dev, const char *format, ...);

#define dev_err(_dev, ...)	_dev_err(_dev, __VA_ARGS__)
#define dev_warn(_dev, ...)	_dev_warn(_dev, __VA_ARGS__)
#define dev_dbg(_dev, ...)	do { if (0) _dev_warn(_dev, __VA_ARGS__); } while (0)

#endif
