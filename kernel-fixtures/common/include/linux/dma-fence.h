/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DMA_FENCE_H
#define _LINUX_DMA_FENCE_H

#include <linux/kref.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

struct dma_fence;

struct dma_fence_ops {
	const char *(*get_driver_name)(struct dma_fence *fence);
	bool (*enable_signaling)(struct dma_fence *fence);
	bool (*signaled)(struct dma_fence *fence);
	long (*wait)(struct dma_fence *fence, bool intr, long timeout);
	void (*release)(struct dma_fence *fence);
};

struct dma_fence {
	spinlock_t *lock;
	const struct dma_fence_ops *ops;
	struct list_head cb_list;
	unsigned long flags;
	struct kref refcount;
};

struct dma_fence_cb {
	struct list_head node;
	void (*func)(struct dma_fence *fence, struct dma_fence_cb *cb);
};

#define DMA_FENCE_FLAG_SIGNALED_BIT		0
#define DMA_FENCE_FLAG_ENABLE_SIGNAL_BIT	1

void dma_fence_release(struct kref *kref);
void dma_fence_enable_sw_signaling(struct dma_fence *fence);
int dma_fence_add_callback(struct dma_fence *fence, struct dma_fence_cb *cb,
			   void (*func)(struct dma_fence *fence, struct dma_fence_cb *cb));
long dma_fence_wait_timeout(struct dma_fence *fence, bool intr, long timeout);

static inline bool dma_fence_is_signaled(struct dma_fence *fence)
{
	if (READ_ONCE(fence->flags) & BIT(DMA_FENCE_FLAG_SIGNALED_BIT))
		return true;
	return fence->ops->signaled && fence->ops->signaled(fence);
}

static inline long dma_fence_wait(struct dma_fence *fence, bool intr)
{
	long ret = dma_fence_wait_timeout(fence, intr, MAX_SCHEDULE_TIMEOUT);

	return ret < 0 ? ret : 0;
}

static inline void dma_fence_put(struct dma_fence *fence)
{
	if (fence)
		kref_put(&fence->refcount, dma_fence_release);
}

#endif
