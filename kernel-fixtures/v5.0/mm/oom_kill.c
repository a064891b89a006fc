// SPDX-License-Identifier: GPL-2.0-only
/* The one caller that must not block. */
#include <linux/mmu_notifier.h>

/* expect: caller - */
bool oom_reap_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct mmu_notifier_range range;

	mmu_notifier_range_init(&range, mm, start, end);
	if (mmu_notifier_invalidate_range_start_nonblock(&range))
		return false;
	mmu_notifier_invalidate_range_end(&range);
	return true;
}
