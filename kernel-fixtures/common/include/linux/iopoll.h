/* SPDX-License-Identifier: GPL-2.0-only */
/* Asks until it is so: asleep between the questions if a time for that is given, else spinning. */
#ifndef _LINUX_IOPOLL_H
#define _LINUX_IOPOLL_H

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/kernel.h>

#define read_poll_timeout(_op, _value, _condition, _sleep_us, _tries, _args...) ({ \
	unsigned long __sleep_us = (_sleep_us);				\
	unsigned int __left = (_tries);					\
									\
	might_sleep_if(__sleep_us != 0);				\
	for (;;) {							\
		(_value) = _op(_args);					\
		if ((_condition) || !--__left)				\
			break;						\
		if (__sleep_us)						\
			usleep_range(__sleep_us / 4 + 1, __sleep_us);	\
		cpu_relax();						\
	}								\
	(_condition) ? 0 : -ETIMEDOUT;					\
})
#define read_poll_timeout_atomic(_op, _value, _condition, _delay_us, _tries, _args...) ({ \
	unsigned int __left = (_tries);					\
									\
	for (;;) {							\
		(_value) = _op(_args);					\
		if ((_condition) || !--__left)				\
			break;						\
		udelay(_delay_us);					\
	}								\
	(_condition) ? 0 : -ETIMEDOUT;					\
})

#endif
