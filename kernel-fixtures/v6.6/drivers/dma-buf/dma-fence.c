// SPDX-License-Identifier: GPL-2.0-only
/* What one device promises and another waits for. */
#include <linux/bitops.h>
#include <linux/dma-fence.h>
#include <linux/list.h>

void dma_fence_release(struct kref *kref)
{
	struct dma_fence *fence = container_of(kref, struct dma_fence, refcount);

	if (fence->ops->release)
		fence->ops->release(fence);
}

static bool enable_signaling(struct dma_fence *fence)
{
	bool was_set = test_and_set_bit_lock(DMA_FENCE_FLAG_ENABLE_SIGNAL_BIT, &fence->flags);

	if (test_bit(DMA_FENCE_FLAG_SIGNALED_BIT, &fence->flags))
		return false;
	return was_set || !fence->ops->enable_signaling || fence->ops->enable_signaling(fence);
}

void dma_fence_enable_sw_signaling(struct dma_fence *fence)
{
	unsigned long flags;

	spin_lock_irqsave(fence->lock, flags);
	enable_signaling(fence);
	spin_unlock_irqrestore(fence->lock, flags);
}

int dma_fence_add_callback(struct dma_fence *fence, struct dma_fence_cb *cb,
			   void (*func)(struct dma_fence *fence, struct dma_fence_cb *cb))
{
	unsigned long flags;
	int ret = -ENOENT;

	spin_lock_irqsave(fence->lock, flags);
	if (enable_signaling(fence)) {
		cb->func = func;
		list_add_tail(&cb->node, &fence->cb_list);
		ret = 0;
	}
	spin_unlock_irqrestore(fence->lock, flags);
	return ret;
}

static long wait_by_asking(struct dma_fence *fence, long timeout)
{
	while (timeout > 0 && !dma_fence_is_signaled(fence))
		timeout = schedule_timeout(timeout);
	return timeout;
}

long dma_fence_wait_timeout(struct dma_fence *fence, bool intr, long timeout)
{
	might_sleep();
	dma_fence_enable_sw_signaling(fence);
	if (fence->ops->wait)
		return fence->ops->wait(fence, intr, timeout);
	return wait_by_asking(fence, timeout);
}
