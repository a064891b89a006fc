// SPDX-License-Identifier: GPL-2.0-only
/* The one caller that must not block. */
#include <linux/mmu_notifier.h>

/* expect: caller - */
bool oom_reap_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	if (mmu_notifier_invalidate_range_start_nonblock(mm, start, end))
		return false;
	mmu_notifier_invalidate_range_end(mm, start, end);
	return true;
}
