// SPDX-License-Identifier: GPL-2.0-only
#include "contract/idioms.h"

const struct lock_idiom lock_idioms[] = {
	{ "mutex_lock", "mutex_trylock" },
	{ "rt_mutex_lock", "rt_mutex_trylock" },
	{ "down_read", "down_read_trylock" },
	{ "down_write", "down_write_trylock" },
	{ "percpu_down_read", "percpu_down_read_trylock" },
	{ "mmap_read_lock", "mmap_read_trylock" },
	{ "mmap_write_lock", "mmap_write_trylock" },
};

const size_t nlock_idioms = sizeof(lock_idioms) / sizeof(*lock_idioms);
