// SPDX-License-Identifier: GPL-2.0-only
#include <linux/interrupt.h>
#include <linux/sched.h>

void tasklet_kill(struct tasklet_struct *tasklet)
{
	while (READ_ONCE(tasklet->state))
		schedule();
}
