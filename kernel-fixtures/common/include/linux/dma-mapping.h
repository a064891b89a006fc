/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DMA_MAPPING_H
#define _LINUX_DMA_MAPPING_H

#include <linux/device.h>
#include <linux/types.h>

enum dma_data_direction {
	DMA_BIDIRECTIONAL,
	DMA_TO_DEVICE,
	DMA_FROM_DEVICE,
	DMA_NONE,
};

/* A range of addresses that is mapped piece by piece. */
struct dma_iova_state {
	unsigned long long addr;
	size_t size;
};

bool dma_need_unmap(struct device *dev);
void dma_unmap_phys(struct device *dev, unsigned long long addr, size_t size,
		    enum dma_data_direction dir, unsigned long attrs);
int dma_iova_sync(struct device *dev, struct dma_iova_state *state, size_t offset, size_t size);
void dma_iova_unlink(struct device *dev, struct dma_iova_state *state, size_t offset, size_t size,
		     enum dma_data_direction dir, unsigned long attrs);
void dma_iova_free(struct device *dev, struct dma_iova_state *state);

#endif
