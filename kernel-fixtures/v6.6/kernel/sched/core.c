// SPDX-License-Identifier: GPL-2.0-only
/* Offers the processor to others. */
#include <linux/sched.h>

struct task_struct *current_task;

int __cond_resched(void)
{
	if (!need_resched())
		return 0;
	schedule();
	return 1;
}

void yield(void)
{
	WRITE_ONCE(current->__state, TASK_RUNNING);
	schedule();
}
