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

/* expect: secondary-tlb atomic_waits_ops sleeps-atomic=violates: a mutex under the page-table lock */
static void atomic_waits_flush(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			unsigned long end)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	mutex_lock(&tlb->lock);
	tlb->flushed += end - start;
	mutex_unlock(&tlb->lock);
}

/* expect: secondary-tlb atomic_spins_ops: a spin lock, and a trylock that is given up */
static void atomic_spins_flush(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
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
 * expect: young atomic_waits_ops sleeps-atomic=violates may-reclaim=violates:
 *	GFP_KERNEL behind a helper
 */
static int atomic_waits_clear_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			     unsigned long end)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	tlb->log = note(GFP_KERNEL);
	return tlb->log != NULL;
}

/* expect: young atomic_spins_ops: GFP_ATOMIC behind the same helper */
static int atomic_spins_clear_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long start,
			     unsigned long end)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	tlb->log = note(GFP_ATOMIC);
	return tlb->log != NULL;
}

/* expect: young atomic_waits_ops sleeps-atomic=violates: a voluntary preemption point */
static int atomic_waits_clear_flush_young(struct mmu_notifier *mn, struct mm_struct *mm,
				   unsigned long start, unsigned long end)
{
	for (; start < end; start += 4096)
		cond_resched();
	return false;
}

/* expect: young atomic_spins_ops returns-locked=violates: the lock is dropped on one of two ways */
static int atomic_spins_clear_flush_young(struct mmu_notifier *mn, struct mm_struct *mm,
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

/* expect: young atomic_waits_ops sleeps-atomic=violates: waits for a work item */
static int atomic_waits_test_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	flush_work(&tlb->destroy);
	return tlb->accessed == address;
}

/* expect: young atomic_spins_ops: it only reads */
static int atomic_spins_test_young(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	return tlb->accessed == address;
}

/* expect: young atomic_waits_ops sleeps-atomic=violates: a mutex */
static void atomic_waits_change_pte(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address,
			     unsigned long pte)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	mutex_lock(&tlb->lock);
	tlb->accessed = pte;
	mutex_unlock(&tlb->lock);
}

/* expect: young atomic_spins_ops: queues work, and does not wait for it */
static void atomic_spins_change_pte(struct mmu_notifier *mn, struct mm_struct *mm, unsigned long address,
			     unsigned long pte)
{
	struct device_tlb *tlb = container_of(mn, struct device_tlb, notifier);

	schedule_work(&tlb->destroy);
}

static void destroy_waiting(struct kref *users)
{
	struct device_tlb *tlb = container_of(users, struct device_tlb, users);

	cancel_work_sync(&tlb->destroy);
	kfree(tlb);
}

/* expect: free atomic_waits_ops sleeps-atomic=violates: kref_put, whose release function waits */
static void atomic_waits_free(struct mmu_notifier *mn)
{
	kref_put(&container_of(mn, struct device_tlb, notifier)->users, destroy_waiting);
}

static void destroy_later(struct kref *users)
{
	schedule_work(&container_of(users, struct device_tlb, users)->destroy);
}

/* expect: free atomic_spins_ops: kref_put, whose release function queues work */
static void atomic_spins_free(struct mmu_notifier *mn)
{
	kref_put(&container_of(mn, struct device_tlb, notifier)->users, destroy_later);
}

/* expect: release atomic_spins_ops: it may sleep, and is only named */
static void atomic_spins_release(struct mmu_notifier *mn, struct mm_struct *mm)
{
	mutex_lock(&container_of(mn, struct device_tlb, notifier)->lock);
}

/* expect: alloc atomic_spins_ops: likewise */
static struct mmu_notifier *atomic_spins_alloc(struct mm_struct *mm)
{
	struct device_tlb *tlb = kmalloc(sizeof(*tlb), GFP_KERNEL);

	return tlb ? &tlb->notifier : NULL;
}

const struct mmu_notifier_ops atomic_waits_ops = {
	.arch_invalidate_secondary_tlbs = atomic_waits_flush,
	.clear_flush_young = atomic_waits_clear_flush_young,
	.clear_young = atomic_waits_clear_young,
	.test_young = atomic_waits_test_young,
	.change_pte = atomic_waits_change_pte,
	.free_notifier = atomic_waits_free,
};

const struct mmu_notifier_ops atomic_spins_ops = {
	.arch_invalidate_secondary_tlbs = atomic_spins_flush,
	.clear_flush_young = atomic_spins_clear_flush_young,
	.clear_young = atomic_spins_clear_young,
	.test_young = atomic_spins_test_young,
	.change_pte = atomic_spins_change_pte,
	.free_notifier = atomic_spins_free,
	.release = atomic_spins_release,
	.alloc_notifier = atomic_spins_alloc,
};

MODULE_LICENSE("GPL");
