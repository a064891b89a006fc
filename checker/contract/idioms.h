/* SPDX-License-Identifier: GPL-2.0-only */
/* How callbacks of the kernel keep the contract: what fixes are made of. */
#ifndef MNCHECK_CONTRACT_IDIOMS_H
#define MNCHECK_CONTRACT_IDIOMS_H

#include <stddef.h>

/* The kernel's function that tells blockability of a range, since Linux 5.2. */
#define RANGE_BLOCKABLE_CALL "mmu_notifier_range_blockable"
#define RANGE_HEADER "include/linux/mmu_notifier.h"

/* A lock that may sleep, and the function of the same arguments that takes it without: non-zero if it did. */
struct lock_idiom {
	const char *lock, *trylock;
};

extern const struct lock_idiom lock_idioms[];
extern const size_t nlock_idioms;

#endif
