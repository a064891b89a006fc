/* SPDX-License-Identifier: GPL-2.0-only */
/* Readers pass each other by without a shared write; a writer makes them wait. */
#ifndef _LINUX_PERCPU_RWSEM_H
#define _LINUX_PERCPU_RWSEM_H

#include <linux/kernel.h>
#include <linux/wait.h>

struct percpu_rw_semaphore {
	unsigned int readers;
	bool block;
	wait_queue_head_t waiters;
};

bool __percpu_down_read(struct percpu_rw_semaphore *sem, bool try);
void __percpu_up_read(struct percpu_rw_semaphore *sem);

static inline void percpu_down_read(struct percpu_rw_semaphore *sem)
{
	might_sleep();
	if (likely(!READ_ONCE(sem->block)))
		__atomic_fetch_add(&sem->readers, 1, __ATOMIC_ACQUIRE);
	else
		__percpu_down_read(sem, false);
}

static inline bool percpu_down_read_trylock(struct percpu_rw_semaphore *sem)
{
	if (likely(!READ_ONCE(sem->block))) {
		__atomic_fetch_add(&sem->readers, 1, __ATOMIC_ACQUIRE);
		return true;
	}
	return __percpu_down_read(sem, true);
}

static inline void percpu_up_read(struct percpu_rw_semaphore *sem)
{
	__percpu_up_read(sem);
}

#endif
