/* SPDX-License-Identifier: GPL-2.0-only */
/* Models of the functions that sleeping and spinning locks have in common. */
#ifndef MNCHECK_MODEL_LOCKS_H
#define MNCHECK_MODEL_LOCKS_H

#include "mncheck.h"

#define TRYLOCK(name)                                                          \
	int name(void *lock)                                                   \
	{                                                                      \
		if (EITHER)                                                    \
			return 0;                                              \
		__mn_lock(lock);                                               \
		return 1;                                                      \
	}
/* Lowers a counter, and takes the lock if it becomes zero. */
#define DEC_AND_LOCK(name)                                                     \
	int name(void *count, void *lock)                                      \
	{                                                                      \
		__mn_fill(count, __mn_any(), sizeof(int));                     \
		if (EITHER)                                                    \
			return 0;                                              \
		__mn_lock(lock);                                               \
		return 1;                                                      \
	}
#define UNLOCK(name)                                                           \
	void name(void *lock)                                                  \
	{                                                                      \
		__mn_unlock(lock);                                             \
	}

#endif
