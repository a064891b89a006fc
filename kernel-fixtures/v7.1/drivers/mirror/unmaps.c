// SPDX-License-Identifier: GPL-2.0-only
/*
 * Takes addresses back from a device. What may be called in interrupt context for that allocates without
 * reclaim, whichever IOMMU is below; a driver's own way says nothing about itself.
 */
#include <linux/dma-mapping.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>

struct unmaps {
	struct mmu_interval_notifier pages, range, own, listed;
	struct device *dev;
	struct dma_iova_state state;
	unsigned long long addr;
};

/* Of another vendor: there is no source of it. */
void unmaps_in_firmware(struct device *dev, unsigned long long addr);

/* expect: interval unmaps_pages_ops: page by page, by dma_unmap_phys() */
static bool unmaps_pages(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
			 unsigned long cur_seq)
{
	struct unmaps *owner = container_of(mni, struct unmaps, pages);

	if (dma_need_unmap(owner->dev))
		dma_unmap_phys(owner->dev, owner->addr, PAGE_SIZE, DMA_BIDIRECTIONAL, 0);
	return true;
}

const struct mmu_interval_notifier_ops unmaps_pages_ops = { .invalidate = unmaps_pages };

int unmaps_pages_register(struct unmaps *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->pages, mm, 0, PAGE_SIZE, &unmaps_pages_ops);
}

/* expect: interval unmaps_range_ops: a whole range, by dma_iova_unlink() */
static bool unmaps_range(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
			 unsigned long cur_seq)
{
	struct unmaps *owner = container_of(mni, struct unmaps, range);

	dma_iova_unlink(owner->dev, &owner->state, 0, PAGE_SIZE, DMA_BIDIRECTIONAL, 0);
	if (!dma_iova_sync(owner->dev, &owner->state, 0, PAGE_SIZE))
		dma_iova_free(owner->dev, &owner->state);
	return true;
}

const struct mmu_interval_notifier_ops unmaps_range_ops = { .invalidate = unmaps_range };

int unmaps_range_register(struct unmaps *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->range, mm, 0, PAGE_SIZE, &unmaps_range_ops);
}

/*
 * expect: interval unmaps_own_ops may-reclaim=undecided sleeps-nonblockable=undecided:
 *	nothing is known of unmaps_in_firmware()
 */
static bool unmaps_own(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
		       unsigned long cur_seq)
{
	struct unmaps *owner = container_of(mni, struct unmaps, own);

	unmaps_in_firmware(owner->dev, owner->addr);
	return true;
}

const struct mmu_interval_notifier_ops unmaps_own_ops = { .invalidate = unmaps_own };

int unmaps_own_register(struct unmaps *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->own, mm, 0, PAGE_SIZE, &unmaps_own_ops);
}

/*
 * expect: interval unmaps_listed_ops may-reclaim=violates:
 *	the list of what is unmapped is allocated with GFP_KERNEL
 */
static bool unmaps_listed(struct mmu_interval_notifier *mni, const struct mmu_notifier_range *range,
			  unsigned long cur_seq)
{
	struct unmaps *owner = container_of(mni, struct unmaps, listed);
	unsigned long long *list;

	if (!mmu_notifier_range_blockable(range))
		return false;
	list = kmalloc(sizeof(*list), GFP_KERNEL);
	if (list)
		*list = owner->addr;
	dma_unmap_phys(owner->dev, owner->addr, PAGE_SIZE, DMA_BIDIRECTIONAL, 0);
	kfree(list);
	return true;
}

const struct mmu_interval_notifier_ops unmaps_listed_ops = { .invalidate = unmaps_listed };

int unmaps_listed_register(struct unmaps *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->listed, mm, 0, PAGE_SIZE, &unmaps_listed_ops);
}

MODULE_LICENSE("GPL");
