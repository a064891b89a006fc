// SPDX-License-Identifier: GPL-2.0-only
/* The one caller that must not block. */
#include <linux/mmu_notifier.h>

/* expect: caller - */
bool oom_reap_range(struct mm_struct *mm, struct vm_area_struct *vma)
{
	struct mmu_notifier_range range;

	mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, vma, mm, vma->vm_start, vma->vm_end);
	if (mmu_notifier_invalidate_range_start_nonblock(&range))
		return false;
	mmu_notifier_invalidate_range_end(&range);
	return true;
}
