/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/errno.h>
#include <linux/sched.h>

typedef struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
} wait_queue_head_t;

struct wait_queue_entry {
	unsigned int flags;
	void *private;
	struct list_head entry;
};

void init_wait_entry(struct wait_queue_entry *entry, int flags);
long prepare_to_wait_event(struct wait_queue_head *queue, struct wait_queue_entry *entry,
			   int state);
void finish_wait(struct wait_queue_head *queue, struct wait_queue_entry *entry);
void __wake_up(struct wait_queue_head *queue, unsigned int mode, int count, void *key);

#define wake_up_all(_queue)	__wake_up(_queue, TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE, 0, NULL)

/* Sleeps until CONDITION holds, or a signal comes where STATE lets it. */
#define __wait_event_in(_queue, _condition, _state) ({			\
	struct wait_queue_entry __entry;				\
	long __result = 0;						\
									\
	init_wait_entry(&__entry, 0);					\
	for (;;) {							\
		long __signal = prepare_to_wait_event(&(_queue), &__entry, _state); \
									\
		if (_condition)						\
			break;						\
		if ((_state) == TASK_INTERRUPTIBLE && __signal) {	\
			__result = __signal;				\
			break;						\
		}							\
		schedule();						\
	}								\
	finish_wait(&(_queue), &__entry);				\
	__result;							\
})
#define wait_event(_queue, _condition)					\
	do {								\
		might_sleep();						\
		if (!(_condition))					\
			(void)__wait_event_in(_queue, _condition, TASK_UNINTERRUPTIBLE); \
	} while (0)
#define wait_event_timeout(_queue, _condition, _timeout) ({		\
	long __left = (_timeout);					\
	might_sleep();							\
	while (!(_condition) && __left)					\
		__left = schedule_timeout(__left);			\
	__left;								\
})
#define wait_event_interruptible(_queue, _condition) ({			\
	int __outcome = 0;						\
	might_sleep();							\
	if (!(_condition))						\
		__outcome = __wait_event_in(_queue, _condition, TASK_INTERRUPTIBLE); \
	__outcome;							\
})

#endif
