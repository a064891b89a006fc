/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/types.h>

/* By assembler, as on x86: what a register answers has nothing to do with what was written. */
static inline u32 readl(const volatile void *address)
{
	u32 value;

	__asm__ __volatile__("movl %1, %0"
			     : "=r" (value) : "m" (*(const volatile u32 *)address) : "memory");
	return value;
}

static inline void writel(u32 value, volatile void *address)
{
	__asm__ __volatile__("movl %0, %1"
			     : : "r" (value), "m" (*(volatile u32 *)address) : "memory");
}

#endif
