// SPDX-License-Identifier: GPL-2.0-only
/* A callback without ops in sight: one too many pages is -ENOSPC. */
#include <linux/errno.h>

#include "defined.h"

#define MOST_PAGES	512

int defined_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned long pages = (range->end - range->start) >> PAGE_SHIFT;

	if (pages > MOST_PAGES)
		return -ENOSPC;
	return 0;
}
