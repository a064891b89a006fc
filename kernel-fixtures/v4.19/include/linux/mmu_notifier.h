/* SPDX-License-Identifier: GPL-2.0-only */
/* As in Linux 4.19: the callback is told by an argument. */
#ifndef _LINUX_MMU_NOTIFIER_H
#define _LINUX_MMU_NOTIFIER_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm_types.h>

struct mmu_notifier;

struct mmu_notifier_ops {
	void (*release)(struct mmu_notifier *mn, struct mm_struct *mm);
	int (*invalidate_range_start)(struct mmu_notifier *mn, struct mm_struct *mm,
				      unsigned long start, unsigned long end,
				      bool blockable);
	void (*invalidate_range_end)(struct mmu_notifier *mn, struct mm_struct *mm,
				     unsigned long start, unsigned long end);
	void (*invalidate_range)(struct mmu_notifier *mn, struct mm_struct *mm,
			       unsigned long start, unsigned long end);
	int (*clear_flush_young)(struct mmu_notifier *mn, struct mm_struct *mm,
				 unsigned long start, unsigned long end);
	int (*clear_young)(struct mmu_notifier *mn, struct mm_struct *mm,
			   unsigned long start, unsigned long end);
	int (*test_young)(struct mmu_notifier *mn, struct mm_struct *mm,
			  unsigned long address);
	void (*change_pte)(struct mmu_notifier *mn, struct mm_struct *mm,
			   unsigned long address, unsigned long pte);
};

struct mmu_notifier {
	struct hlist_node hlist;
	const struct mmu_notifier_ops *ops;
};

int mmu_notifier_register(struct mmu_notifier *mn, struct mm_struct *mm);
void mmu_notifier_unregister(struct mmu_notifier *mn, struct mm_struct *mm);

int __mmu_notifier_invalidate_range_start(struct mm_struct *mm, unsigned long start,
					  unsigned long end, bool blockable);

static inline void mmu_notifier_invalidate_range_start(struct mm_struct *mm,
						       unsigned long start, unsigned long end)
{
	if (mm->notifier_subscriptions)
		__mmu_notifier_invalidate_range_start(mm, start, end, true);
}

static inline int mmu_notifier_invalidate_range_start_nonblock(struct mm_struct *mm,
							       unsigned long start,
							       unsigned long end)
{
	if (mm->notifier_subscriptions)
		return __mmu_notifier_invalidate_range_start(mm, start, end, false);
	return 0;
}

void __mmu_notifier_invalidate_range_end(struct mm_struct *mm, unsigned long start, unsigned long end);

static inline void mmu_notifier_invalidate_range_end(struct mm_struct *mm, unsigned long start,
						     unsigned long end)
{
	if (mm->notifier_subscriptions)
		__mmu_notifier_invalidate_range_end(mm, start, end);
}

#endif
