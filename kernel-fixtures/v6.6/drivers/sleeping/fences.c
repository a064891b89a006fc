// SPDX-License-Identifier: GPL-2.0-only
/* Fences of devices are waited for, asked, or given a function to call. */
#include <linux/dma-fence.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct fenced {
	struct mmu_notifier notifier;
	struct mutex mutex;
	struct dma_fence *fence;
	struct dma_fence_cb cb;
	spinlock_t spin;
	unsigned long zapped;
};

static long wait_under_mutex(struct dma_fence *fence, bool intr, long timeout)
{
	struct fenced *owner = container_of(fence->lock, struct fenced, spin);

	mutex_lock(&owner->mutex);
	owner->zapped++;
	mutex_unlock(&owner->mutex);
	return timeout;
}

static bool always_signaled(struct dma_fence *fence)
{
	return true;
}

const struct dma_fence_ops under_mutex_ops = {
	.signaled = always_signaled,
	.wait = wait_under_mutex,
};

static void note_signal(struct dma_fence *fence, struct dma_fence_cb *cb)
{
	struct fenced *owner = container_of(cb, struct fenced, cb);

	WRITE_ONCE(owner->zapped, 0);
}

/*
 * expect: range-start waits_for_fence_ops sleeps-nonblockable=violates:
 *	dma_fence_wait -> dma_fence_wait_timeout: might_sleep (drivers/dma-buf/dma-fence.c)
 */
static int waits_for_fence_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct fenced *owner = container_of(mn, struct fenced, notifier);

	dma_fence_wait(owner->fence, false);
	return 0;
}

const struct mmu_notifier_ops waits_for_fence_ops = {
	.invalidate_range_start = waits_for_fence_start,
};

/*
 * expect: range-start waits_no_time_ops sleeps-nonblockable=violates:
 *	a timeout of 0 does not keep dma_fence_wait_timeout from saying that it might sleep
 */
static int waits_no_time_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct fenced *owner = container_of(mn, struct fenced, notifier);

	if (!dma_fence_wait_timeout(owner->fence, false, 0))
		owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops waits_no_time_ops = {
	.invalidate_range_start = waits_no_time_start,
};

/*
 * expect: range-start waits_by_table_ops sleeps-nonblockable=violates:
 *	the one function in that field of that type, wait_under_mutex, takes a mutex
 */
static int waits_by_table_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct fenced *owner = container_of(mn, struct fenced, notifier);

	if (owner->fence->ops->wait)
		owner->fence->ops->wait(owner->fence, false, 1);
	return 0;
}

const struct mmu_notifier_ops waits_by_table_ops = {
	.invalidate_range_start = waits_by_table_start,
};

/*
 * expect: range-start asks_fence_ops:
 *	always_signaled is the one function in that field, and only answers
 */
static int asks_fence_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct fenced *owner = container_of(mn, struct fenced, notifier);

	if (!dma_fence_is_signaled(owner->fence))
		owner->zapped++;
	return 0;
}

const struct mmu_notifier_ops asks_fence_ops = {
	.invalidate_range_start = asks_fence_start,
};

/*
 * expect: range-start adds_callback_ops:
 *	a spin lock and a list; the one enable_signaling of the tree (sw_fence.c) reads two words
 */
static int adds_callback_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct fenced *owner = container_of(mn, struct fenced, notifier);

	if (dma_fence_add_callback(owner->fence, &owner->cb, note_signal))
		WRITE_ONCE(owner->zapped, 0);
	return 0;
}

const struct mmu_notifier_ops adds_callback_ops = {
	.invalidate_range_start = adds_callback_start,
};

/*
 * expect: range-start drops_fence_ops:
 *	-EAGAIN needs not blockable; the one release of the tree (sw_fence.c) frees
 */
static int drops_fence_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct fenced *owner = container_of(mn, struct fenced, notifier);

	if (!mmu_notifier_range_blockable(range) && !dma_fence_is_signaled(owner->fence))
		return -EAGAIN;
	dma_fence_put(owner->fence);
	owner->fence = NULL;
	return 0;
}

const struct mmu_notifier_ops drops_fence_ops = {
	.invalidate_range_start = drops_fence_start,
};

MODULE_LICENSE("GPL");
