// SPDX-License-Identifier: GPL-2.0-only
/* What scoped_away.c calls: functions that open scopes for all that they call. */
#include <linux/module.h>

#include "scoped_queue.h"

static void renew(struct scoped_queue *queue)
{
	kfree(queue->ring);
	queue->ring = kmalloc(4096, GFP_KERNEL);
}

/* Opens and closes a scope of its own, so the caller's stays open. */
static void stop_nested(struct scoped_queue *queue)
{
	unsigned int flags = memalloc_noreclaim_save();

	scoped_firmware_stop(queue);
	memalloc_noreclaim_restore(flags);
}

void scoped_queue_stop(struct scoped_queue *queue)
{
	scoped_queue_lock(queue);
	stop_nested(queue);
	scoped_firmware_stop(queue);
	renew(queue);
	scoped_queue_unlock(queue);
}

/* Each round of the loop closes what it opens. */
void scoped_queue_stop_all(struct scoped_queue *queue)
{
	for (; queue; queue = queue->next) {
		scoped_queue_lock(queue);
		scoped_firmware_stop(queue);
		if (queue->next)
			scoped_queue_stop_all(queue->next);
		renew(queue);
		scoped_queue_unlock(queue);
	}
}

void scoped_queue_kick(struct scoped_queue *queue)
{
	scoped_queue_lock(queue);
	queue->jobs = 0;
	scoped_queue_unlock(queue);
	scoped_firmware_stop(queue);
}

/* Drops the lock of its caller, and the scope with it. */
static void wait_for_jobs(struct scoped_queue *queue)
{
	scoped_queue_unlock(queue);
	renew(queue);
	scoped_queue_lock(queue);
}

void scoped_queue_drain(struct scoped_queue *queue)
{
	scoped_queue_lock(queue);
	wait_for_jobs(queue);
	scoped_queue_unlock(queue);
}

void scoped_queue_trim(struct scoped_queue *queue)
{
	if (queue->jobs)
		scoped_queue_lock(queue);
	renew(queue);
	if (queue->jobs)
		scoped_queue_unlock(queue);
}

/* The flags of the scope that is closed last decide: the caller's scope is over. */
static void leave_early(struct scoped_queue *queue)
{
	memalloc_noreclaim_restore(queue->saved_flags);
}

void scoped_queue_reset(struct scoped_queue *queue)
{
	scoped_queue_lock(queue);
	leave_early(queue);
	renew(queue);
	mutex_unlock(&queue->mutex);
}

static void rest(struct scoped_queue *queue)
{
	queue->jobs = 0;
}

const struct scoped_methods scoped_methods = {
	.rest = rest,
	.leave = leave_early,
};

void scoped_queue_rest(struct scoped_queue *queue)
{
	scoped_queue_lock(queue);
	queue->methods->rest(queue);
	scoped_firmware_stop(queue);
	renew(queue);
	scoped_queue_unlock(queue);
}

void scoped_queue_leave(struct scoped_queue *queue)
{
	scoped_queue_lock(queue);
	queue->methods->leave(queue);
	renew(queue);
	mutex_unlock(&queue->mutex);
}

MODULE_LICENSE("GPL");
