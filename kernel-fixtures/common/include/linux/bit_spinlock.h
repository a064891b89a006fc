/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BIT_SPINLOCK_H
#define _LINUX_BIT_SPINLOCK_H

#include <linux/bitops.h>
#include <linux/sched.h>

static inline void bit_spin_lock(int bit, unsigned long *address)
{
	while (unlikely(test_and_set_bit_lock(bit, address)))
		do {
			cpu_relax();
		} while (test_bit(bit, address));
}

static inline void bit_spin_unlock(int bit, unsigned long *address)
{
	clear_bit_unlock(bit, address);
}

#endif
