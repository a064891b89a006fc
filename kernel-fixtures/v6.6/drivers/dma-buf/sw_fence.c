// SPDX-License-Identifier: GPL-2.0-only
/* A fence that software signals: nothing has to be set in motion for it, and it is freed at once. */
#include <linux/dma-fence.h>
#include <linux/slab.h>

struct sw_fence {
	struct dma_fence base;
	unsigned long due;
	const unsigned long *now;
};

static bool sw_fence_enable_signaling(struct dma_fence *fence)
{
	struct sw_fence *sw = container_of(fence, struct sw_fence, base);

	return READ_ONCE(*sw->now) < sw->due;
}

static void sw_fence_release(struct dma_fence *fence)
{
	kfree(container_of(fence, struct sw_fence, base));
}

const struct dma_fence_ops sw_fence_ops = {
	.enable_signaling = sw_fence_enable_signaling,
	.release = sw_fence_release,
};
