/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/compiler.h>

__printf(1, 2) int _printk(const char *format, ...);

#define printk(...)		_printk(__VA_ARGS__)
#define pr_err(...)		printk("\0013" __VA_ARGS__)
#define pr_warn(...)		printk("\0014" __VA_ARGS__)
#define pr_info(...)		printk("\0016" __VA_ARGS__)
#define pr_debug(...)		do { if (0) printk("\0017" __VA_ARGS__); } while (0)

#endif
