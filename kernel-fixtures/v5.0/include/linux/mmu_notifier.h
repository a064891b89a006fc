/* SPDX-License-Identifier: GPL-2.0-only */
/* As in Linux 5.0 and 5.1: the callback is told by a field of the range. */
#ifndef _LINUX_MMU_NOTIFIER_H
#define _LINUX_MMU_NOTIFIER_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm_types.h>

struct mmu_notifier;
struct mmu_notifier_range;

struct mmu_notifier_range {
	struct mm_struct *mm;
	unsigned long start;
	unsigned long end;
	bool blockable;
};

struct mmu_notifier_ops {
	void (*release)(struct mmu_notifier *mn, struct mm_struct *mm);
	int (*invalidate_range_start)(struct mmu_notifier *mn,
				      const struct mmu_notifier_range *range);
	void (*invalidate_range_end)(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range);
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
	struct mmu_notifier *(*alloc_notifier)(struct mm_struct *mm);
	void (*free_notifier)(struct mmu_notifier *mn);
};

struct mmu_notifier {
	struct hlist_node hlist;
	const struct mmu_notifier_ops *ops;
};

int mmu_notifier_register(struct mmu_notifier *mn, struct mm_struct *mm);
void mmu_notifier_unregister(struct mmu_notifier *mn, struct mm_struct *mm);

static inline void mmu_notifier_range_init(struct mmu_notifier_range *range, struct mm_struct *mm,
					   unsigned long start, unsigned long end)
{
	range->mm = mm;
	range->start = start;
	range->end = end;
}

int __mmu_notifier_invalidate_range_start(struct mmu_notifier_range *range);
void __mmu_notifier_invalidate_range_end(struct mmu_notifier_range *range);

static inline void mmu_notifier_invalidate_range_start(struct mmu_notifier_range *range)
{
	range->blockable = true;
	if (range->mm->notifier_subscriptions)
		__mmu_notifier_invalidate_range_start(range);
}

static inline int mmu_notifier_invalidate_range_start_nonblock(struct mmu_notifier_range *range)
{
	range->blockable = false;
	if (range->mm->notifier_subscriptions)
		return __mmu_notifier_invalidate_range_start(range);
	return 0;
}

static inline void mmu_notifier_invalidate_range_end(struct mmu_notifier_range *range)
{
	if (range->mm->notifier_subscriptions)
		__mmu_notifier_invalidate_range_end(range);
}

#endif
