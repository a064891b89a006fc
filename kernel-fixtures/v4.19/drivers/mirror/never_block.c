// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks that may never sleep: each kind, with a mistake and without one. */
#include <linux/kref.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct device_tlb {
	struct mmu_notifier notifier;
	struct mutex lock;
	spinlock_t spin;
	struct kref users;
	struct work_struct destroy;
	unsigned long flushed, accessed;
	void *log;
};

/* expect: secondary-tlb waits_ops sleeps-atomic=violates: a mutex under the page-table lock */
static void waits_flush(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			unsigned long end)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	mutex_lock(&tlb->lock);
	tlb->flushed += end - start;
	mutex_unlock(&tlb->lock);
}

/* expect: secondary-tlb spins_ops: a spin lock, and a trylock that is given up */
static void spins_flush(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			unsigned long end)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	spin_lock(&tlb->spin);
	tlb->flushed += end - start;
	spin_unlock(&tlb->spin);
	if (!mutex_trylock(&tlb->lock))
		return;
	tlb->accessed = 0;
	mutex_unlock(&tlb->lock);
}

static void *note(gfp_t gfp)
{
	return kmalloc(64, gfp);
}

/*
 * expect: young waits_ops sleeps-atomic=violates may-reclaim=violates:
 *	GFP_KERNEL behind a helper
 */
static int waits_clear_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			     unsigned long end)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	tlb->log = note(GFP_KERNEL);
	return tlb->log != NULL;
}

/* expect: young spins_ops: GFP_ATOMIC behind the same helper */
static int spins_clear_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			     unsigned long end)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	tlb->log = note(GFP_ATOMIC);
	return tlb->log != NULL;
}

/* expect: young waits_ops sleeps-atomic=violates: a voluntary preemption point */
static int waits_clear_flush_young(struct mmu_notifier *mn, struct mm_struct *mm,
				   unsigned long start, unsigned long end)
{
	for (; start < end; start += 4096)
		cond_resched();
	return false;
}

/* expect: young spins_ops returns-locked=violates: the lock is dropped on one of two ways */
static int spins_clear_flush_young(struct mmu_notifier *mn, struct mm_struct *mm,
				   unsigned long start, unsigned long end)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	spin_lock(&tlb->spin);
	if (!tlb->accessed)
		return false;
	tlb->accessed = 0;
	spin_unlock(&tlb->spin);
	return true;
}

/* expect: young waits_ops sleeps-atomic=violates: waits for a work item */
static int waits_test_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	flush_work(&tlb->destroy);
	return tlb->accessed == address;
}

/* expect: young spins_ops: it only reads */
static int spins_test_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	return tlb->accessed == address;
}

/* expect: young waits_ops sleeps-atomic=violates: a mutex */
static void waits_change_pte(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address,
			     unsigned long pte)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	mutex_lock(&tlb->lock);
	tlb->accessed = pte;
	mutex_unlock(&tlb->lock);
}

/* expect: young spins_ops: queues work, and does not wait for it */
static void spins_change_pte(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address,
			     unsigned long pte)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	schedule_work(&tlb->destroy);
}

/* expect: release spins_ops: it may sleep, and is only named */
static void spins_release(struct mmu_notifier *mn, struct mm_struct *mm)
{
	mutex_lock(&container_of(mn, struct device_tlb, notifier)->lock);
}

const struct mmu_notifier_ops waits_ops = {
	.invalidate_range = waits_flush,
	.clear_flush_young = waits_clear_flush_young,
	.clear_young = waits_clear_young,
	.test_young = waits_test_young,
	.change_pte = waits_change_pte,
};

const struct mmu_notifier_ops spins_ops = {
	.invalidate_range = spins_flush,
	.clear_flush_young = spins_clear_flush_young,
	.clear_young = spins_clear_young,
	.test_young = spins_test_young,
	.change_pte = spins_change_pte,
	.release = spins_release,
};

MODULE_LICENSE("GPL");
