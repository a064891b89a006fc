// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sleeping locks: mutexes, semaphores, their forms;
 * include/linux/{mutex,rwsem,semaphore,rtmutex,ww_mutex}.h
 */
#include "locks.h"

#define SLEEPS(name) __mn_event("sleep", name)

#define LOCK(name)                                                             \
	void name(void *lock)                                                  \
	{                                                                      \
		SLEEPS(#name);                                                 \
		__mn_lock(lock);                                               \
	}
#define LOCK_INTERRUPTIBLE(name)                                               \
	int name(void *lock)                                                   \
	{                                                                      \
		SLEEPS(#name);                                                 \
		if (EITHER)                                                    \
			return -EINTR;                                         \
		__mn_lock(lock);                                               \
		return 0;                                                      \
	}

LOCK(mutex_lock)
LOCK(mutex_lock_nested)
LOCK(mutex_lock_io)
LOCK(mutex_lock_io_nested)
LOCK(_mutex_lock_nest_lock)
LOCK_INTERRUPTIBLE(mutex_lock_interruptible)
LOCK_INTERRUPTIBLE(mutex_lock_interruptible_nested)
LOCK_INTERRUPTIBLE(mutex_lock_killable)
LOCK_INTERRUPTIBLE(mutex_lock_killable_nested)
LOCK_INTERRUPTIBLE(_mutex_lock_killable)
TRYLOCK(mutex_trylock)
TRYLOCK(_mutex_trylock_nest_lock)
UNLOCK(mutex_unlock)

LOCK(down_read)
LOCK(down_read_nested)
LOCK(down_read_non_owner)
LOCK(down_write)
LOCK(down_write_nested)
LOCK(_down_write_nest_lock)
LOCK_INTERRUPTIBLE(down_read_interruptible)
LOCK_INTERRUPTIBLE(down_read_killable)
LOCK_INTERRUPTIBLE(down_read_killable_nested)
LOCK_INTERRUPTIBLE(down_write_killable)
LOCK_INTERRUPTIBLE(down_write_killable_nested)
TRYLOCK(down_read_trylock)
TRYLOCK(down_write_trylock)
UNLOCK(up_read)
UNLOCK(up_read_non_owner)
UNLOCK(up_write)

void downgrade_write(void *lock)
{
	(void)lock;
}

LOCK(rt_mutex_lock)
LOCK(rt_mutex_lock_nested)
LOCK_INTERRUPTIBLE(rt_mutex_lock_interruptible)
LOCK_INTERRUPTIBLE(rt_mutex_lock_killable)
TRYLOCK(rt_mutex_trylock)
UNLOCK(rt_mutex_unlock)

int atomic_dec_and_mutex_lock(void *count, void *lock)
{
	__mn_fill(count, __mn_any(), sizeof(int));
	if (EITHER)
		return 0;
	SLEEPS("atomic_dec_and_mutex_lock");
	__mn_lock(lock);
	return 1;
}

/* Any task may raise a semaphore, so it is no lock; but waiting for one sleeps. */
void down(void *sem)
{
	(void)sem;
	SLEEPS("down");
}

int down_interruptible(void *sem)
{
	(void)sem;
	SLEEPS("down_interruptible");
	return EITHER ? -EINTR : 0;
}

int down_killable(void *sem)
{
	(void)sem;
	SLEEPS("down_killable");
	return EITHER ? -EINTR : 0;
}

int down_trylock(void *sem)
{
	(void)sem;
	return EITHER;
}

void up(void *sem)
{
	(void)sem;
}

/*
 * Wound/wait mutexes: with a context they may fail, to make the caller back off; without one they
 * are plain.
 */
int ww_mutex_lock(void *lock, void *context)
{
	SLEEPS("ww_mutex_lock");
	if (context && EITHER)
		return EITHER ? -EDEADLK : -EALREADY;
	__mn_lock(lock);
	return 0;
}

int ww_mutex_lock_interruptible(void *lock, void *context)
{
	SLEEPS("ww_mutex_lock_interruptible");
	if (EITHER)
		return -EINTR;
	if (context && EITHER)
		return EITHER ? -EDEADLK : -EALREADY;
	__mn_lock(lock);
	return 0;
}

int ww_mutex_trylock(void *lock, void *context)
{
	(void)context;
	if (EITHER)
		return 0;
	__mn_lock(lock);
	return 1;
}

UNLOCK(ww_mutex_unlock)
