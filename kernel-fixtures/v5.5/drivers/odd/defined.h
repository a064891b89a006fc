/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ODD_DEFINED_H
#define ODD_DEFINED_H

#include <linux/mmu_notifier.h>

int defined_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range);

/* expect: interval defined_in_header_ops: false only when not blockable */
static bool __maybe_unused defined_in_header_invalidate(struct mmu_interval_notifier *mni,
							const struct mmu_notifier_range *range,
							unsigned long cur_seq)
{
	if (range->end - range->start > PAGE_SIZE)
		return mmu_notifier_range_blockable(range);
	return true;
}

#endif
