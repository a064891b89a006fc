/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits until a bit is cleared; sched/wait_bit.c has what sleeps. */
#ifndef _LINUX_WAIT_BIT_H
#define _LINUX_WAIT_BIT_H

#include <linux/bitops.h>
#include <linux/wait.h>

int out_of_line_wait_on_bit(unsigned long *word, int bit, unsigned int mode);

static inline int wait_on_bit(unsigned long *word, int bit, unsigned int mode)
{
	might_sleep();
	if (!test_bit(bit, word))
		return 0;
	return out_of_line_wait_on_bit(word, bit, mode);
}

#endif
