/* SPDX-License-Identifier: GPL-2.0-only */
/* The declarations that the tests need, in the order of recent kernels; written for them. */
#ifndef _LINUX_MMU_NOTIFIER_H
#define _LINUX_MMU_NOTIFIER_H

struct mmu_notifier;
struct mmu_notifier_range;
struct mmu_interval_notifier;
struct mmu_interval_notifier_finish;
struct hmm_mirror;
struct mm_struct;

struct mmu_notifier_ops {
	/* Called when the address space goes away. */
	void (*release)(struct mmu_notifier *mn, struct mm_struct *mm);
	int (*test_young)(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address);
	int (*invalidate_range_start)(struct mmu_notifier *mn,
				      const struct mmu_notifier_range *range);
	void (*invalidate_range_end)(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range);
	void (*free_notifier)(struct mmu_notifier *mn);
	struct mmu_notifier *(*alloc_notifier)(struct mm_struct *mm);
	void (*arch_invalidate_secondary_tlbs)(struct mmu_notifier *mn, struct mm_struct *mm,
					       unsigned long start, unsigned long end);
	/* up to Linux 6.5 */
	void (*invalidate_range)(struct mmu_notifier *mn, struct mm_struct *mm,
				 unsigned long start, unsigned long end);
	int (*clear_flush_young)(struct mmu_notifier *mn, struct mm_struct *mm,
				 unsigned long start, unsigned long end);
	int (*clear_young)(struct mmu_notifier *mn, struct mm_struct *mm,
			   unsigned long start, unsigned long end);
	void (*change_pte)(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address,
			   unsigned long pte);
};

struct mmu_interval_notifier_ops {
	bool (*invalidate)(struct mmu_interval_notifier *mni,
			   const struct mmu_notifier_range *range, unsigned long cur_seq);
	bool (*invalidate_start)(struct mmu_interval_notifier *mni,
				 const struct mmu_notifier_range *range, unsigned long cur_seq,
				 struct mmu_interval_notifier_finish **finish);
	void (*invalidate_finish)(struct mmu_interval_notifier_finish *finish);
};

struct hmm_mirror_ops {
	void (*release)(struct hmm_mirror *mirror);
	int (*sync_cpu_device_pagetables)(struct hmm_mirror *mirror,
					  const struct mmu_notifier_range *range);
};

struct mmu_notifier {
	const struct mmu_notifier_ops *ops;
	struct mm_struct *mm;
};

struct mmu_interval_notifier {
	const struct mmu_interval_notifier_ops *ops;
	unsigned long invalidate_seq;
};

#endif
