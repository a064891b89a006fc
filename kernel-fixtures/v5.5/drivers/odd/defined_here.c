// SPDX-License-Identifier: GPL-2.0-only
/* A callback without ops in sight: one too many pages is -ENOSPC. */
#include <linux/errno.h>

#include "defined.h"

#define MOST_PAGES	512

/*
 * expect: range-start defined_elsewhere_ops fails-blockable=violates
 *	wrong-errno=violates(-ENOSPC):
 *	-ENOSPC for more than 512 pages, whatever the context; the ops are in defined_elsewhere.c
 */
int defined_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned long pages = (range->end - range->start) >> PAGE_SHIFT;

	if (pages > MOST_PAGES)
		return -ENOSPC;
	return 0;
}
