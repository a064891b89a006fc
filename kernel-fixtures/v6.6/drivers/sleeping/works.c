// SPDX-License-Identifier: GPL-2.0-only
/* Work is taken back and waited for, or only taken back, or only queued. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

struct worker {
	struct mmu_notifier notifier;
	struct mutex mutex;
	struct work_struct work;
	struct delayed_work later;
	struct timer_list timer;
	struct workqueue_struct *wq;
	unsigned long zapped;
};

static void sleep_in_work(struct work_struct *work)
{
	struct worker *worker = container_of(work, struct worker, work);

	mutex_lock(&worker->mutex);
	worker->zapped = 0;
	mutex_unlock(&worker->mutex);
}

static void tick(struct timer_list *timer)
{
	struct worker *worker = container_of(timer, struct worker, timer);

	queue_work(worker->wq, &worker->work);
}

void worker_init(struct worker *worker)
{
	INIT_WORK(&worker->work, sleep_in_work);
	INIT_DELAYED_WORK(&worker->later, sleep_in_work);
	timer_setup(&worker->timer, tick, 0);
}

/* expect: range-start flushes_ops sleeps-nonblockable=violates: flush_work without a test */
static int flushes_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct worker *owner = container_of(mn, struct worker, notifier);

	queue_work(owner->wq, &owner->work);
	flush_work(&owner->work);
	return 0;
}

const struct mmu_notifier_ops flushes_ops = {
	.invalidate_range_start = flushes_start,
};

/* expect: range-start cancels_ops sleeps-nonblockable=violates: cancel_work_sync without a test */
static int cancels_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct worker *owner = container_of(mn, struct worker, notifier);

	if (cancel_work_sync(&owner->work))
		owner->zapped = 0;
	return 0;
}

const struct mmu_notifier_ops cancels_ops = {
	.invalidate_range_start = cancels_start,
};

/*
 * expect: range-start cancels_delayed_ops sleeps-nonblockable=violates:
 *	cancel_delayed_work_sync without a test
 */
static int cancels_delayed_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct worker *owner = container_of(mn, struct worker, notifier);

	cancel_delayed_work_sync(&owner->later);
	return 0;
}

const struct mmu_notifier_ops cancels_delayed_ops = {
	.invalidate_range_start = cancels_delayed_start,
};

/*
 * expect: range-start flushes_delayed_ops sleeps-nonblockable=violates:
 *	flush_delayed_work without a test
 */
static int flushes_delayed_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct worker *owner = container_of(mn, struct worker, notifier);

	flush_delayed_work(&owner->later);
	return 0;
}

const struct mmu_notifier_ops flushes_delayed_ops = {
	.invalidate_range_start = flushes_delayed_start,
};

/*
 * expect: range-start flushes_queue_ops sleeps-nonblockable=violates:
 *	flush_workqueue without a test
 */
static int flushes_queue_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct worker *owner = container_of(mn, struct worker, notifier);

	flush_workqueue(owner->wq);
	return 0;
}

const struct mmu_notifier_ops flushes_queue_ops = {
	.invalidate_range_start = flushes_queue_start,
};

/*
 * expect: range-start drains_queue_ops sleeps-nonblockable=violates:
 *	drain_workqueue -> __flush_workqueue (kernel/workqueue.c)
 */
static int drains_queue_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct worker *owner = container_of(mn, struct worker, notifier);

	drain_workqueue(owner->wq);
	return 0;
}

const struct mmu_notifier_ops drains_queue_ops = {
	.invalidate_range_start = drains_queue_start,
};

/*
 * expect: range-start calls_work_ops sleeps-nonblockable=violates:
 *	the work's function is called, not queued: mutex_lock
 */
static int calls_work_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct worker *owner = container_of(mn, struct worker, notifier);

	sleep_in_work(&owner->work);
	return 0;
}

const struct mmu_notifier_ops calls_work_ops = {
	.invalidate_range_start = calls_work_start,
};

/*
 * expect: range-start takes_back_ops:
 *	cancel_work takes back what is not running, and waits for nobody
 */
static int takes_back_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct worker *owner = container_of(mn, struct worker, notifier);

	if (cancel_work(&owner->work))
		owner->zapped = 0;
	return 0;
}

const struct mmu_notifier_ops takes_back_ops = {
	.invalidate_range_start = takes_back_start,
};

/* expect: range-start queues_ops: what is queued sleeps elsewhere */
static int queues_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct worker *owner = container_of(mn, struct worker, notifier);

	queue_work(owner->wq, &owner->work);
	schedule_work(&owner->work);
	mod_delayed_work(owner->wq, &owner->later, 1);
	mod_timer(&owner->timer, jiffies + 1);
	return 0;
}

const struct mmu_notifier_ops queues_ops = {
	.invalidate_range_start = queues_start,
};

MODULE_LICENSE("GPL");
