// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mapping memory for devices, and fences: interfaces whose contracts bind every implementation.
 * Documentation/core-api/dma-api-howto.rst: mapping may be done in interrupt context.
 * Documentation/driver-api/dma-buf.rst, "DMA Fence Cross-Driver Contract": notifier callbacks
 * may wait for fences, so nobody may reclaim on the way to signalling one.
 */
#include "mncheck.h"

#define MAPS(name)                                                             \
	unsigned long name(void *device, ...)                                  \
	{                                                                      \
		(void)device;                                                  \
		return (unsigned long)__mn_any_long();                         \
	}
#define UNMAPS(name)                                                           \
	void name(void *device, ...)                                           \
	{                                                                      \
		(void)device;                                                  \
	}
MAPS(dma_map_page_attrs)
MAPS(dma_map_phys)
MAPS(dma_map_resource)
UNMAPS(dma_unmap_page_attrs)
UNMAPS(dma_unmap_phys)
UNMAPS(dma_unmap_resource)
UNMAPS(dma_unmap_sg_attrs)
UNMAPS(__dma_sync_single_for_cpu)
UNMAPS(__dma_sync_single_for_device)
UNMAPS(__dma_sync_sg_for_cpu)
UNMAPS(__dma_sync_sg_for_device)
UNMAPS(dma_sync_single_for_cpu)
UNMAPS(dma_sync_single_for_device)
UNMAPS(dma_sync_sg_for_cpu)
UNMAPS(dma_sync_sg_for_device)
UNMAPS(debug_dma_mapping_error)
/* A range of addresses that is mapped piece by piece: include/linux/dma-mapping.h. */
UNMAPS(dma_iova_free)
UNMAPS(dma_iova_unlink)
UNMAPS(dma_iova_destroy)

bool dma_iova_try_alloc(void *device, void *state, ...)
{
	(void)device;
	__mn_opaque(state);
	return __mn_any();
}

int dma_iova_link(void *device, ...)
{
	(void)device;
	return __mn_any();
}

int dma_iova_sync(void *device, ...)
{
	(void)device;
	return __mn_any();
}

/* Whether the device has addresses of its own, as a machine's IOMMU decides. */
bool dma_need_unmap(void *device)
{
	(void)device;
	return __mn_any();
}

/* Returns how many entries of the list were mapped, and fills in their addresses. */
unsigned int dma_map_sg_attrs(void *device, void *list, int entries, int direction,
			      unsigned long attributes)
{
	(void)device;
	(void)entries;
	(void)direction;
	(void)attributes;
	__mn_opaque(list);
	return (unsigned int)__mn_any();
}

/* ---- fences ---- */

long dma_fence_wait_timeout(void *fence, bool interruptible, long timeout)
{
	long left = __mn_any_long();

	(void)fence;
	__mn_event("sleep", "dma_fence_wait");
	if (timeout < 0)
		return -EINVAL;
	if (interruptible && EITHER)
		return -ERESTARTSYS;
	__mn_assume(left >= 0 && (left <= timeout || left == 1));
	return left;
}

long dma_fence_wait_any_timeout(void *fences, unsigned int count, bool interruptible,
				long timeout, unsigned int *index)
{
	(void)count;
	__mn_fill(index, __mn_any(), 4);
	return dma_fence_wait_timeout(fences, interruptible, timeout);
}

#define ANY_CONTEXT(name)                                                      \
	int name(void *fence, ...)                                             \
	{                                                                      \
		__mn_opaque(fence);                                            \
		return __mn_any();                                             \
	}
ANY_CONTEXT(dma_fence_signal)
ANY_CONTEXT(dma_fence_signal_locked)
ANY_CONTEXT(dma_fence_enable_sw_signaling)
ANY_CONTEXT(dma_fence_add_callback)
ANY_CONTEXT(dma_fence_remove_callback)
/* Drops the last reference; any context may do so. */
ANY_CONTEXT(dma_fence_release)
ANY_CONTEXT(dma_fence_is_signaled)
ANY_CONTEXT(dma_fence_is_signaled_locked)
