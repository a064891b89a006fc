/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/types.h>

struct timer_list {
	struct hlist_node entry;
	unsigned long expires;
	void (*function)(struct timer_list *timer);
};

extern unsigned long volatile jiffies;

int mod_timer(struct timer_list *timer, unsigned long expires);

#define timer_setup(_timer, _function, _flags)				\
	do {								\
		(_timer)->function = (_function);			\
	} while (0)

#endif
