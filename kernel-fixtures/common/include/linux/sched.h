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

#define PF_EXITING		0x00000004
#define PF_MEMALLOC		0x00000800
#define PF_MEMALLOC_NOFS	0x00040000
#define PF_MEMALLOC_NOIO	0x00080000

struct mm_struct;

struct task_struct {
	unsigned int __state;
	unsigned int flags;
	bool need_resched;
	int preempt_count, pagefault_disabled, cpu;
	struct mm_struct *mm;
};

extern struct task_struct *current_task;

static inline struct task_struct *get_current(void)
{
	return READ_ONCE(current_task);
}

#define current get_current()

void schedule(void);
long schedule_timeout(long timeout);
long schedule_timeout_uninterruptible(long timeout);
void io_schedule(void);
void yield(void);
int __cond_resched(void);
int __cond_resched_lock(spinlock_t *lock);
int __cond_resched_rwlock_write(rwlock_t *lock);

static inline bool need_resched(void)
{
	return READ_ONCE(current->need_resched);
}

#define cond_resched_lock(_lock) ({					\
	__might_sleep(__FILE__, __LINE__);				\
	__cond_resched_lock(_lock);					\
})
#define cond_resched_rwlock_write(_lock) ({				\
	__might_sleep(__FILE__, __LINE__);				\
	__cond_resched_rwlock_write(_lock);				\
})
#define cond_resched() ({						\
	__might_sleep(__FILE__, __LINE__);				\
	__cond_resched();						\
})

static inline void cpu_relax(void)
{
	__asm__ __volatile__("rep; nop" : : : "memory");
}

#endif
