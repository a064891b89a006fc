/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/cleanup.h>
#include <linux/types.h>

typedef struct raw_spinlock {
	u32 raw_lock;
} raw_spinlock_t;

typedef struct spinlock {
	struct raw_spinlock rlock;
} spinlock_t;

typedef struct {
	u32 raw_lock;
} rwlock_t;

void _raw_spin_lock(raw_spinlock_t *lock);
int _raw_spin_trylock(raw_spinlock_t *lock);
void _raw_spin_unlock(raw_spinlock_t *lock);
void _raw_spin_lock_irq(raw_spinlock_t *lock);
void _raw_spin_unlock_irq(raw_spinlock_t *lock);
unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock);
void _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags);
void _raw_read_lock(rwlock_t *lock);
void _raw_read_unlock(rwlock_t *lock);
void _raw_read_lock_irq(rwlock_t *lock);
void _raw_read_unlock_irq(rwlock_t *lock);
void _raw_write_lock(rwlock_t *lock);
void _raw_write_unlock(rwlock_t *lock);

#define raw_spin_lock(_lock)	_raw_spin_lock(_lock)
#define raw_spin_unlock(_lock)	_raw_spin_unlock(_lock)
#define raw_spin_lock_irqsave(_lock, _flags)				\
	do {								\
		_flags = _raw_spin_lock_irqsave(_lock);			\
	} while (0)
#define raw_spin_unlock_irqrestore(_lock, _flags)			\
	_raw_spin_unlock_irqrestore(_lock, _flags)
#define read_lock(_lock)	_raw_read_lock(_lock)
#define read_unlock(_lock)	_raw_read_unlock(_lock)
#define read_lock_irq(_lock)	_raw_read_lock_irq(_lock)
#define read_unlock_irq(_lock)	_raw_read_unlock_irq(_lock)
#define write_lock(_lock)	_raw_write_lock(_lock)
#define write_unlock(_lock)	_raw_write_unlock(_lock)

#define spin_lock_init(_lock)						\
	do {								\
		*(_lock) = (spinlock_t){ };				\
	} while (0)

static inline void spin_lock(spinlock_t *lock)
{
	raw_spin_lock(&lock->rlock);
}

static inline int spin_trylock(spinlock_t *lock)
{
	return _raw_spin_trylock(&lock->rlock);
}

static inline void spin_unlock(spinlock_t *lock)
{
	raw_spin_unlock(&lock->rlock);
}

static inline void spin_lock_irq(spinlock_t *lock)
{
	_raw_spin_lock_irq(&lock->rlock);
}

static inline void spin_unlock_irq(spinlock_t *lock)
{
	_raw_spin_unlock_irq(&lock->rlock);
}

#define spin_lock_irqsave(_lock, _flags)				\
	do {								\
		_flags = _raw_spin_lock_irqsave(&(_lock)->rlock);	\
	} while (0)

static inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	_raw_spin_unlock_irqrestore(&lock->rlock, flags);
}

DEFINE_GUARD(spinlock, spinlock_t *, spin_lock(_T), spin_unlock(_T))

#endif
