// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

void oom_reap_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	mmu_notifier_invalidate_range_start(mm, start, end);
}
