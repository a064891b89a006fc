/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#define __always_inline		inline __attribute__((__always_inline__))
#define noinline		__attribute__((__noinline__))
#define __must_check		__attribute__((__warn_unused_result__))
#define __maybe_unused		__attribute__((__unused__))
#define __printf(a, b)		__attribute__((__format__(__printf__, a, b)))
#define fallthrough		__attribute__((__fallthrough__))

#define likely(_x)		__builtin_expect(!!(_x), 1)
#define unlikely(_x)		__builtin_expect(!!(_x), 0)

#define __JOIN(_a, _b)		_a##_b
#define __PASTE(_a, _b)		__JOIN(_a, _b)
#define __UNIQUE_ID(_prefix)	__PASTE(__PASTE(__UNIQUE_ID_, _prefix), __COUNTER__)

#define READ_ONCE(_x)		(*(const volatile typeof(_x) *)&(_x))
#define WRITE_ONCE(_x, _value)						\
	do {								\
		*(volatile typeof(_x) *)&(_x) = (_value);		\
	} while (0)

#define barrier()		__asm__ __volatile__("" : : : "memory")

#endif
