/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCOPED_QUEUE_H
#define SCOPED_QUEUE_H

#include <linux/mmu_notifier.h>
#include <linux/mutex.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

struct scoped_queue;
struct scoped_methods {
	void (*rest)(struct scoped_queue *queue);
	void (*leave)(struct scoped_queue *queue);
};

struct scoped_queue {
	const struct scoped_methods *methods;
	struct mmu_notifier notifier;
	struct mutex mutex;
	unsigned int saved_flags;
	unsigned int jobs;
	void *ring;
	struct scoped_queue *next;
};

/* A lock that is a scope as well. */
static inline void scoped_queue_lock(struct scoped_queue *queue)
{
	mutex_lock(&queue->mutex);
	queue->saved_flags = memalloc_noreclaim_save();
}

static inline void scoped_queue_unlock(struct scoped_queue *queue)
{
	memalloc_noreclaim_restore(queue->saved_flags);
	mutex_unlock(&queue->mutex);
}

/* The firmware's own code: there is no source of it. */
void scoped_firmware_stop(struct scoped_queue *queue);

void scoped_queue_stop(struct scoped_queue *queue);
void scoped_queue_stop_all(struct scoped_queue *queue);
void scoped_queue_kick(struct scoped_queue *queue);
void scoped_queue_drain(struct scoped_queue *queue);
void scoped_queue_trim(struct scoped_queue *queue);
void scoped_queue_reset(struct scoped_queue *queue);
void scoped_queue_rest(struct scoped_queue *queue);
void scoped_queue_leave(struct scoped_queue *queue);

#endif
