// SPDX-License-Identifier: GPL-2.0-only
/* Spinning locks, and sections that forbid sleeping: include/linux/{spinlock,rwlock,rcupdate,srcu}.h */
#include "locks.h"

#define LOCK(name)                                                             \
	void name(void *lock)                                                  \
	{                                                                      \
		__mn_lock(lock);                                               \
	}
#define LOCK_SAVING(name)                                                      \
	unsigned long name(void *lock)                                         \
	{                                                                      \
		__mn_lock(lock);                                               \
		return (unsigned long)__mn_any_long();                         \
	}
#define FAMILY(take, drop)                                                     \
	LOCK(take)                                                             \
	LOCK(take##_bh)                                                        \
	LOCK(take##_irq)                                                       \
	LOCK_SAVING(take##_irqsave)                                            \
	UNLOCK(drop)                                                           \
	UNLOCK(drop##_bh)                                                      \
	UNLOCK(drop##_irq)                                                     \
	UNLOCK(drop##_irqrestore)

FAMILY(_raw_spin_lock, _raw_spin_unlock)
FAMILY(_raw_read_lock, _raw_read_unlock)
FAMILY(_raw_write_lock, _raw_write_unlock)
FAMILY(__raw_spin_lock, __raw_spin_unlock)
FAMILY(__raw_read_lock, __raw_read_unlock)
FAMILY(__raw_write_lock, __raw_write_unlock)
LOCK(_raw_spin_lock_nested)
LOCK(_raw_spin_lock_nest_lock)
LOCK_SAVING(_raw_spin_lock_irqsave_nested)
LOCK(_raw_write_lock_nested)
TRYLOCK(_raw_spin_trylock)
TRYLOCK(_raw_spin_trylock_bh)
TRYLOCK(_raw_read_trylock)
TRYLOCK(_raw_write_trylock)
TRYLOCK(__raw_spin_trylock)
TRYLOCK(__raw_read_trylock)
TRYLOCK(__raw_write_trylock)
LOCK(spin_lock)
LOCK(spin_lock_bh)
LOCK(spin_lock_irq)
TRYLOCK(spin_trylock)
UNLOCK(spin_unlock)
UNLOCK(spin_unlock_bh)
UNLOCK(spin_unlock_irq)
UNLOCK(spin_unlock_irqrestore)

#define DEC_AND_LOCK_SAVING(name, plain)                                       \
	int name(void *count, void *lock, unsigned long *flags)                \
	{                                                                      \
		*flags = (unsigned long)__mn_any_long();                       \
		return plain(count, lock);                                     \
	}
DEC_AND_LOCK(atomic_dec_and_lock)
DEC_AND_LOCK(_atomic_dec_and_lock)
DEC_AND_LOCK_SAVING(_atomic_dec_and_lock_irqsave, _atomic_dec_and_lock)
DEC_AND_LOCK(atomic_dec_and_raw_lock)
DEC_AND_LOCK(_atomic_dec_and_raw_lock)
DEC_AND_LOCK_SAVING(_atomic_dec_and_raw_lock_irqsave, _atomic_dec_and_raw_lock)

/* Sections that take no lock. */
#define NOTHING(name)                                                          \
	void name(void)                                                        \
	{                                                                      \
	}
NOTHING(rcu_read_lock)
NOTHING(rcu_read_unlock)
NOTHING(__rcu_read_lock)
NOTHING(__rcu_read_unlock)
NOTHING(rcu_read_lock_sched)
NOTHING(rcu_read_unlock_sched)
NOTHING(preempt_schedule)
NOTHING(preempt_schedule_notrace)

int __srcu_read_lock(void *srcu)
{
	(void)srcu;
	return __mn_any();
}

void __srcu_read_unlock(void *srcu, int index)
{
	(void)srcu;
	(void)index;
}
