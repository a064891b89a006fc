/* SPDX-License-Identifier: GPL-2.0-only */
/* How callbacks of the kernel keep the contract: what fixes are made of. */
#ifndef MNCHECK_CONTRACT_IDIOMS_H
#define MNCHECK_CONTRACT_IDIOMS_H

#include <stddef.h>

/* The kernel's function that tells blockability of a range, since Linux 5.2. */
#define RANGE_BLOCKABLE_CALL "mmu_notifier_range_blockable"
#define RANGE_HEADER "include/linux/mmu_notifier.h"

/* The kernel's function that tells readers of an interval notifier: its arguments are the callback's first and third. */
#define SET_SEQUENCE_CALL "mmu_interval_set_seq"

/* A lock, the function that takes it without waiting (non-zero if it did), and the one that drops it: of the same arguments. */
struct lock_idiom {
	const char *lock, *trylock, *unlock;
};

extern const struct lock_idiom lock_idioms[];
extern const size_t nlock_idioms;

/* Flags of an allocation that may reclaim, and sleep. */
extern const char *const reclaiming_flags[];	/* up to NULL */
#define FLAGS_WITHOUT_RECLAIM "GFP_NOWAIT"
#define FLAGS_WITHOUT_SLEEP "GFP_ATOMIC"
/* Statements that only offer to sleep: without them the code does the same. */
extern const char *const sleep_offers[];	/* up to NULL */

#endif
