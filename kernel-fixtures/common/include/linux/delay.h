/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

void __udelay(unsigned long usecs);
#define udelay(_usecs)	__udelay(_usecs)

void msleep(unsigned int msecs);
void usleep_range(unsigned long min, unsigned long max);

#endif
