// SPDX-License-Identifier: GPL-2.0-only
#include "contract/idioms.h"

#define ROW(lock, trylock, unlock) { #lock, #trylock, #unlock },
const struct lock_idiom lock_idioms[] = {
	ROW(mutex_lock, mutex_trylock, mutex_unlock)
	ROW(rt_mutex_lock, rt_mutex_trylock, rt_mutex_unlock)
	ROW(down_read, down_read_trylock, up_read)
	ROW(down_write, down_write_trylock, up_write)
	ROW(percpu_down_read, percpu_down_read_trylock, percpu_up_read)
	ROW(mmap_read_lock, mmap_read_trylock, mmap_read_unlock)
	ROW(mmap_write_lock, mmap_write_trylock, mmap_write_unlock)
	ROW(spin_lock, spin_trylock, spin_unlock)
	ROW(spin_lock_irq, spin_trylock_irq, spin_unlock_irq)
	ROW(spin_lock_irqsave, spin_trylock_irqsave, spin_unlock_irqrestore)
	ROW(read_lock, read_trylock, read_unlock)
	ROW(write_lock, write_trylock, write_unlock)
};
#undef ROW

const size_t nlock_idioms = sizeof(lock_idioms) / sizeof(*lock_idioms);

const char *const reclaiming_flags[] = { "GFP_KERNEL", "GFP_NOFS", "GFP_NOIO", "GFP_USER", NULL };
const char *const sleep_offers[] = { "cond_resched();", "might_sleep();", NULL };
