// SPDX-License-Identifier: GPL-2.0-only
/* The notifier core itself: include/linux/mmu_notifier.h */
#include "mncheck.h"

/* The notifier whose sequence the callback set last. */
static const void *sequence_set_for;

void mmu_interval_set_seq(const void *notifier, unsigned long sequence)
{
	(void)sequence;
	__mn_event("set-seq", "mmu_interval_set_seq");
	sequence_set_for = notifier;
}
