// SPDX-License-Identifier: GPL-2.0-only
#include <linux/delay.h>
#include <linux/sched.h>

#define TURNS_PER_USEC	1000

void __udelay(unsigned long usecs)
{
	unsigned long turns;

	for (turns = usecs * TURNS_PER_USEC; turns; turns--)
		cpu_relax();
}
