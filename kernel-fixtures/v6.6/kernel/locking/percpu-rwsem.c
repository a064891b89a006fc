// SPDX-License-Identifier: GPL-2.0-only
#include <linux/percpu-rwsem.h>

bool __percpu_down_read(struct percpu_rw_semaphore *sem, bool try)
{
	if (try)
		return false;
	wait_event(sem->waiters, !READ_ONCE(sem->block));
	__atomic_fetch_add(&sem->readers, 1, __ATOMIC_ACQUIRE);
	return true;
}

void __percpu_up_read(struct percpu_rw_semaphore *sem)
{
	__atomic_fetch_sub(&sem->readers, 1, __ATOMIC_RELEASE);
	if (READ_ONCE(sem->block))
		wake_up_all(&sem->waiters);
}
