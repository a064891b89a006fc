/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/types.h>

#define BIT(_n)			(1UL << (_n))
#define INT_MAX			((int)(~0U >> 1))
#define UINT_MAX		(~0U)
#define LONG_MAX		((long)(~0UL >> 1))
#define ULONG_MAX		(~0UL)
#define ARRAY_SIZE(_array)	(sizeof(_array) / sizeof((_array)[0]))

#define offsetof(_type, _member) __builtin_offsetof(_type, _member)
#define container_of(_pointer, _type, _member) ({			\
	void *__member = (void *)(_pointer);				\
	(_type *)(__member - offsetof(_type, _member));			\
})

#define __pick(_a, _b, _x, _y, _operator) ({				\
	typeof(_a) _x = (_a);						\
	typeof(_b) _y = (_b);						\
	_x _operator _y ? _x : _y;					\
})
#define min(_a, _b)	__pick(_a, _b, __UNIQUE_ID(x), __UNIQUE_ID(y), <)
#define max(_a, _b)	__pick(_a, _b, __UNIQUE_ID(x), __UNIQUE_ID(y), >)
#define min_t(_type, _a, _b)	min((_type)(_a), (_type)(_b))
#define max_t(_type, _a, _b)	max((_type)(_a), (_type)(_b))

#define swap(_a, _b) do {						\
	typeof(_a) __swapped = (_a);					\
	(_a) = (_b);							\
	(_b) = __swapped;						\
} while (0)

void __might_sleep(const char *file, int line);
void __might_fault(const char *file, int line);

#define might_sleep()		__might_sleep(__FILE__, __LINE__)
#define might_fault()		__might_fault(__FILE__, __LINE__)
#define might_sleep_if(_condition)					\
	do {								\
		if (_condition)						\
			might_sleep();					\
	} while (0)

#endif
