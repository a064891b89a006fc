/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/kernel.h>
#include <linux/spinlock.h>

#define TASK_RUNNING		0
#define TASK_INTERRUPTIBLE	1
#define TASK_UNINTERRUPTIBLE	2
#define MAX_SCHEDULE_TIMEOUT	((long)(~0UL >> 1))
#define HZ			250

#define PF_MEMALLOC		0x00000800
#define PF_MEMALLOC_NOFS	0x00040000
#define PF_MEMALLOC_NOIO	0x00080000

struct mm_struct;

struct task_struct {
	unsigned int __state;
	unsigned int flags;
	bool need_resched;
	struct mm_struct *mm;
};

extern struct task_struct *current_task;
#define current READ_ONCE(current_task)

void schedule(void);
long schedule_timeout(long timeout);
int __cond_resched(void);

static inline bool need_resched(void)
{
	return READ_ONCE(current->need_resched);
}

#define cond_resched() ({						\
	__might_sleep(__FILE__, __LINE__);				\
	__cond_resched();						\
})

static inline void cpu_relax(void)
{
	__asm__ __volatile__("rep; nop" : : : "memory");
}

#endif
