// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks that ask the kernel for their context. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct asking {
	struct mmu_notifier notifier;
	struct mutex lock;
	void *log;
};

/* expect: secondary-tlb asks_ops: a lock is held, so in_atomic() is true */
static void asks_flush(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
		       unsigned long end)
{
	struct asking *asking = container_of(mn, struct asking, notifier);

	asking->log = kmalloc(64, in_atomic() ? GFP_ATOMIC : GFP_KERNEL);
}

/* expect: young asks_ops: might_sleep_if() of what is false */
static int asks_clear_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			    unsigned long end)
{
	might_sleep_if(!in_atomic());
	return false;
}

/*
 * expect: young asks_ops sleeps-atomic=violates:
 *	no interrupt is being served, so in_interrupt() is false and the mutex is taken
 */
static int asks_clear_flush_young(struct mmu_notifier *mn, struct mm_struct *mm,
				  unsigned long start, unsigned long end)
{
	struct asking *asking = container_of(mn, struct asking, notifier);

	if (in_interrupt())
		return false;
	mutex_lock(&asking->lock);
	mutex_unlock(&asking->lock);
	return true;
}

/* expect: free asks_ops: bottom halves are off, so in_interrupt() is true */
static void asks_free(struct mmu_notifier *mn)
{
	struct asking *asking = container_of(mn, struct asking, notifier);

	if (!in_interrupt())
		mutex_lock(&asking->lock);
	if (!in_interrupt())
		mutex_unlock(&asking->lock);
	kfree(asking);
}

/* expect: free serves_ops sleeps-atomic=violates: no softirq is being served, bottom halves are merely off */
static void serves_free(struct mmu_notifier *mn)
{
	struct asking *asking = container_of(mn, struct asking, notifier);

	if (in_serving_softirq() || in_hardirq())
		return;
	mutex_lock(&asking->lock);
	mutex_unlock(&asking->lock);
}

/* expect: range-start process_ops: notifiers run in process context, so in_interrupt() is false */
static int process_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (in_interrupt())
		return -EIO;
	return 0;
}

/* expect: interval tasks_ops: a process runs it, and no interrupt */
static bool tasks_invalidate(struct mmu_interval_notifier *mn, const struct mmu_notifier_range *range,
			     unsigned long sequence)
{
	if (!in_task() || in_nmi() || in_hardirq() || in_softirq() || in_serving_softirq())
		return false;
	return true;
}

/* expect: free frees_ops: with bottom halves off, a worker takes the mapping down */
static void frees_free(struct mmu_notifier *mn)
{
	struct asking *asking = container_of(mn, struct asking, notifier);

	vfree(asking->log);
	kfree(asking);
}

/* expect: young frees_ops sleeps-atomic=violates: under a lock vfree() takes it down itself */
static int frees_clear_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			     unsigned long end)
{
	struct asking *asking = container_of(mn, struct asking, notifier);

	vfree(asking->log);
	return false;
}

/* expect: young nothing_ops: kvfree() of NULL frees nothing */
static int nothing_clear_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			       unsigned long end)
{
	kvfree(NULL);
	return false;
}

const struct mmu_notifier_ops asks_ops = {
	.arch_invalidate_secondary_tlbs = asks_flush,
	.clear_young = asks_clear_young,
	.clear_flush_young = asks_clear_flush_young,
	.free_notifier = asks_free,
};

const struct mmu_interval_notifier_ops tasks_ops = {
	.invalidate = tasks_invalidate,
};

const struct mmu_notifier_ops frees_ops = {
	.clear_young = frees_clear_young,
	.free_notifier = frees_free,
};

const struct mmu_notifier_ops nothing_ops = {
	.clear_young = nothing_clear_young,
};

const struct mmu_notifier_ops serves_ops = {
	.free_notifier = serves_free,
};

const struct mmu_notifier_ops process_ops = {
	.invalidate_range_start = process_start,
};

MODULE_LICENSE("GPL");
