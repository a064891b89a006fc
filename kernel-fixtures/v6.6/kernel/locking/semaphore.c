// SPDX-License-Identifier: GPL-2.0-only
/* Counts, and is waited for by asking again and again. */
#include <linux/sched.h>
#include <linux/semaphore.h>

int down_trylock(struct semaphore *sem)
{
	unsigned long flags;
	int failed;

	raw_spin_lock_irqsave(&sem->lock, flags);
	failed = !sem->count;
	if (!failed)
		sem->count--;
	raw_spin_unlock_irqrestore(&sem->lock, flags);
	return failed;
}

void down(struct semaphore *sem)
{
	might_sleep();
	while (down_trylock(sem))
		schedule();
}

int down_interruptible(struct semaphore *sem)
{
	might_sleep();
	while (down_trylock(sem)) {
		if (READ_ONCE(current->__state) == TASK_INTERRUPTIBLE)
			return -EINTR;
		schedule();
	}
	return 0;
}

void up(struct semaphore *sem)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->lock, flags);
	sem->count++;
	raw_spin_unlock_irqrestore(&sem->lock, flags);
}
