// SPDX-License-Identifier: GPL-2.0-only
/* In one pass, with the allocators whose flags may be left out and then mean GFP_KERNEL. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

struct one_pass {
	struct mmu_interval_notifier defaulted, atomic, scoped;
	struct mmu_notifier notifier;
	unsigned long zapped;
};

struct job {
	unsigned long start, end;
	int words[8];
};

static void run(struct job *job, const struct mmu_notifier_range *range)
{
	if (!job)
		return;
	job->start = range->start;
	WRITE_ONCE(job->end, range->end);
	kfree(job);
}

/*
 * expect: interval defaulted_ops may-reclaim=violates:
 *	kzalloc_obj() without flags is GFP_KERNEL, after the test
 */
static bool defaulted_invalidate(struct mmu_interval_notifier *mni,
				 const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	if (!mmu_notifier_range_blockable(range))
		return false;
	run(kzalloc_obj(struct job), range);
	return true;
}

const struct mmu_interval_notifier_ops defaulted_ops = {
	.invalidate = defaulted_invalidate,
};

int defaulted_register(struct one_pass *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->defaulted, mm, 0, PAGE_SIZE, &defaulted_ops);
}

/* expect: interval atomic_ops: kzalloc_obj(GFP_ATOMIC) */
static bool atomic_invalidate(struct mmu_interval_notifier *mni,
			      const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	run(kzalloc_obj(struct job, GFP_ATOMIC), range);
	return true;
}

const struct mmu_interval_notifier_ops atomic_ops = {
	.invalidate = atomic_invalidate,
};

int atomic_register(struct one_pass *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->atomic, mm, 0, PAGE_SIZE, &atomic_ops);
}

/* expect: interval scoped_ops: GFP_KERNEL by default, but inside memalloc_noreclaim_save() */
static bool scoped_invalidate(struct mmu_interval_notifier *mni,
			      const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	unsigned int flags;

	if (!mmu_notifier_range_blockable(range))
		return false;
	flags = memalloc_noreclaim_save();
	run(kmalloc_obj(struct job), range);
	memalloc_noreclaim_restore(flags);
	return true;
}

const struct mmu_interval_notifier_ops scoped_ops = {
	.invalidate = scoped_invalidate,
};

int scoped_register(struct one_pass *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->scoped, mm, 0, PAGE_SIZE, &scoped_ops);
}

/* expect: range-start one_pass_ops: -EAGAIN needs UNMAP and not blockable */
static int one_pass_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct one_pass *owner = container_of(mn, struct one_pass, notifier);

	if (range->event == MMU_NOTIFY_UNMAP && !mmu_notifier_range_blockable(range))
		return -EAGAIN;
	WRITE_ONCE(owner->zapped, 0);
	return 0;
}

const struct mmu_notifier_ops one_pass_ops = {
	.invalidate_range_start = one_pass_start,
};

MODULE_LICENSE("GPL");
