// SPDX-License-Identifier: GPL-2.0-only
/* The release function only queues: what sleeps runs from the work queue. */
#include <linux/kref.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

struct pool {
	struct mmu_notifier notifier;
	spinlock_t lock;
	struct mutex free_lock;
	struct list_head nodes, dead;
	struct work_struct reap;
	struct workqueue_struct *wq;
};

struct pool_node {
	struct list_head link;
	struct kref refs;
	struct pool *pool;
};

static void reap(struct work_struct *work)
{
	struct pool *pool = container_of(work, struct pool, reap);
	struct pool_node *node, *next;

	mutex_lock(&pool->free_lock);
	list_for_each_entry_safe(node, next, &pool->dead, link)
		kfree(node);
	INIT_LIST_HEAD(&pool->dead);
	mutex_unlock(&pool->free_lock);
}

/* For callers that may sleep. */
static void release_now(struct kref *kref)
{
	struct pool_node *node = container_of(kref, struct pool_node, refs);

	mutex_lock(&node->pool->free_lock);
	list_del(&node->link);
	mutex_unlock(&node->pool->free_lock);
	kfree(node);
}

/* For those that must not; the caller holds the pool's lock. */
static void release_later(struct kref *kref)
{
	struct pool_node *node = container_of(kref, struct pool_node, refs);

	list_move(&node->link, &node->pool->dead);
	queue_work(node->pool->wq, &node->pool->reap);
}

/*
 * expect: range-start deferred_release_ops:
 *	release_later() moves and queues; release_now() and reap() run elsewhere
 */
static int deferred_release_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct pool *pool = container_of(mn, struct pool, notifier);
	struct pool_node *node, *next;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	list_for_each_entry_safe(node, next, &pool->nodes, link)
		kref_put(&node->refs, release_later);
	spin_unlock_irqrestore(&pool->lock, flags);
	return 0;
}

const struct mmu_notifier_ops deferred_release_ops = {
	.invalidate_range_start = deferred_release_start,
};

void deferred_release_put(struct pool_node *node)
{
	kref_put(&node->refs, release_now);
}

void deferred_release_init(struct pool *pool)
{
	INIT_WORK(&pool->reap, reap);
}

MODULE_LICENSE("GPL");
