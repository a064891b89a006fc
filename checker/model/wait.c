// SPDX-License-Identifier: GPL-2.0-only
/* Waiting and sleeping: include/linux/{wait,completion,sched,delay,rcupdate,workqueue}.h */
#include "mncheck.h"

#define SLEEPS(name) __mn_event("sleep", name)
#define WAIT(name)                                                             \
	void name(void *what)                                                  \
	{                                                                      \
		(void)what;                                                    \
		SLEEPS(#name);                                                 \
	}
#define WAIT_INTERRUPTIBLE(name)                                               \
	int name(void *what)                                                   \
	{                                                                      \
		(void)what;                                                    \
		SLEEPS(#name);                                                 \
		return EITHER ? -ERESTARTSYS : 0;                              \
	}
#define WAIT_TIMEOUT(name)                                                     \
	unsigned long name(void *what, unsigned long timeout)                  \
	{                                                                      \
		unsigned long left = (unsigned long)__mn_any_long();           \
									       \
		(void)what;                                                    \
		SLEEPS(#name);                                                 \
		__mn_assume(left <= timeout || left == 1);                     \
		return left;                                                   \
	}
/* kernel/sched/completion.c: what was completed before returns the timeout as it is, were it negative. */
#define WAIT_INTERRUPTIBLE_TIMEOUT(name)                                       \
	long name(void *what, unsigned long timeout)                           \
	{                                                                      \
		long left = __mn_any_long(), most = (long)timeout;             \
									       \
		(void)what;                                                    \
		SLEEPS(#name);                                                 \
		if (EITHER)                                                    \
			return -ERESTARTSYS;                                   \
		if (EITHER)                                                    \
			return most;                                           \
		__mn_assume(left >= 0 && (left <= most || left <= 1));         \
		return left;                                                   \
	}

WAIT(wait_for_completion)
WAIT(wait_for_completion_io)
WAIT_INTERRUPTIBLE(wait_for_completion_interruptible)
WAIT_INTERRUPTIBLE(wait_for_completion_killable)
WAIT_TIMEOUT(wait_for_completion_timeout)
WAIT_TIMEOUT(wait_for_completion_io_timeout)
WAIT_INTERRUPTIBLE_TIMEOUT(wait_for_completion_interruptible_timeout)
WAIT_INTERRUPTIBLE_TIMEOUT(wait_for_completion_killable_timeout)

bool try_wait_for_completion(void *completion)
{
	(void)completion;
	return EITHER;
}

bool completion_done(void *completion)
{
	(void)completion;
	return EITHER;
}

void complete(void *completion)
{
	(void)completion;
}

void complete_all(void *completion)
{
	(void)completion;
}

void schedule(void)
{
	SLEEPS("schedule");
}

void io_schedule(void)
{
	SLEEPS("io_schedule");
}

/* include/linux/sched.h: no limit. It returns as it was given. */
#define MAX_SCHEDULE_TIMEOUT ((long)(~0UL >> 1))

/* A negative timeout is a mistake, which schedule_timeout() reports. Its caller is ready to sleep all the same. */
long schedule_timeout(long timeout)
{
	long left = __mn_any_long();

	SLEEPS("schedule_timeout");
	if (timeout < 0)
		return 0;
	if (timeout == MAX_SCHEDULE_TIMEOUT)
		return timeout;
	__mn_assume(left >= 0 && left <= timeout);
	return left;
}

#define SCHEDULE_TIMEOUT(name)                                                 \
	long name(long timeout)                                                \
	{                                                                      \
		return schedule_timeout(timeout);                              \
	}
SCHEDULE_TIMEOUT(schedule_timeout_interruptible)
SCHEDULE_TIMEOUT(schedule_timeout_killable)
SCHEDULE_TIMEOUT(schedule_timeout_uninterruptible)
SCHEDULE_TIMEOUT(schedule_timeout_idle)

void msleep(unsigned int ms)
{
	(void)ms;
	SLEEPS("msleep");
}

unsigned long msleep_interruptible(unsigned int ms)
{
	(void)ms;
	SLEEPS("msleep_interruptible");
	return (unsigned long)__mn_any_long();
}

void usleep_range_state(unsigned long least, unsigned long most, unsigned int state)
{
	(void)least;
	(void)most;
	(void)state;
	SLEEPS("usleep_range");
}

void __might_sleep(const char *file, int line)
{
	(void)file;
	(void)line;
	SLEEPS("might_sleep");
}

void __might_resched(const char *file, int line, unsigned int offsets)
{
	(void)file;
	(void)line;
	(void)offsets;
	SLEEPS("might_resched");
}

void __might_fault(const char *file, int line)
{
	(void)file;
	(void)line;
	SLEEPS("might_fault");
}

#define SLEEPING(name)                                                         \
	void name(void)                                                        \
	{                                                                      \
		SLEEPS(#name);                                                 \
	}
SLEEPING(synchronize_rcu)
SLEEPING(synchronize_rcu_expedited)
SLEEPING(rcu_barrier)
WAIT(synchronize_srcu)
WAIT(synchronize_srcu_expedited)
WAIT(synchronize_irq)
/* It flushes the work items of each CPU: kernel/rcu/srcutree.c */
WAIT(cleanup_srcu_struct)

/* Wait queues: their contents are not modelled. */
void __init_waitqueue_head(void *head, const char *name, void *key)
{
	(void)head;
	(void)name;
	(void)key;
}

void __init_swait_queue_head(void *head, const char *name, void *key)
{
	(void)head;
	(void)name;
	(void)key;
}

void __folio_lock(void *folio)
{
	(void)folio;
	SLEEPS("__folio_lock");
}

void init_wait_entry(void *entry, int flags)
{
	(void)entry;
	(void)flags;
}

void prepare_to_wait(void *head, void *entry, int state)
{
	(void)head;
	(void)entry;
	(void)state;
}

/* include/linux/sched.h: a task in a state with one of these is woken by a signal, the second by one that kills. */
#define TASK_INTERRUPTIBLE 0x1
#define TASK_WAKEKILL 0x100

long prepare_to_wait_event(void *head, void *entry, int state)
{
	(void)head;
	(void)entry;
	if (!(state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)))
		return 0;
	return EITHER ? -ERESTARTSYS : 0;
}

void finish_wait(void *head, void *entry)
{
	(void)head;
	(void)entry;
}

int __wake_up(void *head, unsigned int mode, int count, void *key)
{
	(void)head;
	(void)mode;
	(void)count;
	(void)key;
	return __mn_any();
}

/* Deferred work runs in another context: queueing it has no effect on this path. */
bool queue_work_on(int cpu, void *queue, void *work)
{
	(void)cpu;
	(void)queue;
	(void)work;
	return EITHER;
}

bool queue_delayed_work_on(int cpu, void *queue, void *work, unsigned long delay)
{
	(void)cpu;
	(void)queue;
	(void)work;
	(void)delay;
	return EITHER;
}

bool mod_delayed_work_on(int cpu, void *queue, void *work, unsigned long delay)
{
	(void)cpu;
	(void)queue;
	(void)work;
	(void)delay;
	return EITHER;
}

/* Cancels work without waiting for an instance that runs. */
bool cancel_work(void *work)
{
	(void)work;
	return EITHER;
}

bool cancel_delayed_work(void *work)
{
	(void)work;
	return EITHER;
}

bool flush_work(void *work)
{
	(void)work;
	SLEEPS("flush_work");
	return EITHER;
}

bool cancel_work_sync(void *work)
{
	(void)work;
	SLEEPS("cancel_work_sync");
	return EITHER;
}

bool cancel_delayed_work_sync(void *work)
{
	(void)work;
	SLEEPS("cancel_delayed_work_sync");
	return EITHER;
}

bool flush_delayed_work(void *work)
{
	(void)work;
	SLEEPS("flush_delayed_work");
	return EITHER;
}

void __flush_workqueue(void *queue)
{
	(void)queue;
	SLEEPS("flush_workqueue");
}

void call_rcu(void *head, void *function)
{
	(void)head;
	(void)function;
}

/* Voluntary preemption points; the static calls among them go through trampolines. */
#define RESCHED(name)                                                          \
	int name(void)                                                         \
	{                                                                      \
		SLEEPS(#name);                                                 \
		return __mn_any();                                             \
	}
#define NOT_SLEEPING(name)                                                     \
	void name(void)                                                        \
	{                                                                      \
	}
RESCHED(__cond_resched)
RESCHED(_cond_resched)
RESCHED(dynamic_cond_resched)
RESCHED(dynamic_might_resched)
RESCHED(__SCT__cond_resched)
RESCHED(__SCT__might_resched)
RESCHED(preempt_schedule_irq)
NOT_SLEEPING(__SCT__preempt_schedule)
NOT_SLEEPING(__SCT__preempt_schedule_notrace)

#define RESCHED_LOCK(name)                                                     \
	int name(void *lock)                                                   \
	{                                                                      \
		(void)lock;                                                    \
		SLEEPS(#name);                                                 \
		return __mn_any();                                             \
	}
RESCHED_LOCK(__cond_resched_lock)
RESCHED_LOCK(__cond_resched_rwlock_read)
RESCHED_LOCK(__cond_resched_rwlock_write)
