/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/types.h>

static inline u32 readl(const volatile void *address)
{
	return *(const volatile u32 *)address;
}

static inline void writel(u32 value, volatile void *address)
{
	*(volatile u32 *)address = value;
}

#endif
