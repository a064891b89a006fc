/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The functions by which the kernel's code notifies: they begin a range, and end it. Between both nobody else may use
 * what is mapped there. model/caller.c says what they do.
 */
#ifndef MNCHECK_CONTRACT_NOTIFYING_H
#define MNCHECK_CONTRACT_NOTIFYING_H

#include <stdbool.h>
#include <stddef.h>

/* The function of the core that calls all start callbacks of a range; its file is the core. */
#define CORE_START "__mmu_notifier_invalidate_range_start"

struct notifying {
	const char *name;
	bool begins;		/* the range that is its first argument; otherwise it ends that */
	bool fails;		/* its result says whether it did */
};

extern const struct notifying notifying[];
extern const size_t nnotifying;

/* The row of that name, or NULL. */
const struct notifying *notifying_find(const char *name);

/* Which argument is the range, from 0: of these functions, and of callbacks that are called through their member. */
#define NOTIFYING_RANGE 0

#endif
