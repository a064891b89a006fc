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
	struct mm_struct *mm;
};

struct task_struct *get_current(void);
#define current get_current()

void schedule(void);
long schedule_timeout(long timeout);
int signal_pending(struct task_struct *task);
int fatal_signal_pending(struct task_struct *task);
int need_resched(void);
int __cond_resched_lock(spinlock_t *lock);

#define cond_resched() ({						\
	__might_sleep(__FILE__, __LINE__);				\
	__cond_resched();						\
})
#define cond_resched_lock(_lock)	__cond_resched_lock(_lock)

static inline void cpu_relax(void)
{
	__asm__ __volatile__("rep; nop" : : : "memory");
}

#endif
