/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <linux/kernel.h>

#define BITS_PER_LONG	64

static inline bool test_bit(long bit, const volatile unsigned long *address)
{
	return READ_ONCE(address[bit / BITS_PER_LONG]) >> (bit % BITS_PER_LONG) & 1;
}

static inline void set_bit(long bit, volatile unsigned long *address)
{
	__atomic_fetch_or(address + bit / BITS_PER_LONG, BIT(bit % BITS_PER_LONG), __ATOMIC_RELAXED);
}

static inline void clear_bit(long bit, volatile unsigned long *address)
{
	__atomic_fetch_and(address + bit / BITS_PER_LONG, ~BIT(bit % BITS_PER_LONG), __ATOMIC_RELAXED);
}

static inline bool test_and_set_bit(long bit, volatile unsigned long *address)
{
	unsigned long mask = BIT(bit % BITS_PER_LONG);

	return __atomic_fetch_or(address + bit / BITS_PER_LONG, mask, __ATOMIC_SEQ_CST) & mask;
}

static inline bool test_and_clear_bit(long bit, volatile unsigned long *address)
{
	unsigned long mask = BIT(bit % BITS_PER_LONG);

	return __atomic_fetch_and(address + bit / BITS_PER_LONG, ~mask, __ATOMIC_SEQ_CST) & mask;
}

static inline void clear_bit_unlock(long bit, volatile unsigned long *address)
{
	__atomic_fetch_and(address + bit / BITS_PER_LONG, ~BIT(bit % BITS_PER_LONG),
			   __ATOMIC_RELEASE);
}

static inline bool test_and_set_bit_lock(long bit, volatile unsigned long *address)
{
	unsigned long mask = BIT(bit % BITS_PER_LONG);

	return __atomic_fetch_or(address + bit / BITS_PER_LONG, mask, __ATOMIC_ACQUIRE) & mask;
}

#endif
