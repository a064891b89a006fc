// SPDX-License-Identifier: GPL-2.0-only
/* All kinds of allocators, with flags or without. */
#include <linux/gfp.h>
#include <linux/mempool.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct hoard {
	struct mmu_notifier notifier;
	struct kmem_cache *cache;
	mempool_t pool;
	void *object;
	size_t size;
	struct page *page;
	unsigned long address;
};

static void *cached(gfp_t gfp, void *data)
{
	return kmem_cache_alloc(data, gfp);
}

void hoard_init(struct hoard *owner)
{
	owner->pool.alloc = cached;
	owner->pool.pool_data = owner->cache;
}

/*
 * expect: range-start grows_ops may-reclaim=violates:
 *	krealloc -> __kmalloc with GFP_KERNEL (mm/slab_common.c)
 */
static int grows_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);
	void *larger;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	larger = krealloc(owner->object, owner->size * 2, GFP_KERNEL);
	if (larger)
		owner->object = larger;
	return 0;
}

const struct mmu_notifier_ops grows_ops = {
	.invalidate_range_start = grows_start,
};

/* expect: range-start grows_nowait_ops: krealloc with GFP_NOWAIT */
static int grows_nowait_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);
	void *larger = krealloc(owner->object, owner->size * 2, GFP_NOWAIT);

	if (larger)
		owner->object = larger;
	return 0;
}

const struct mmu_notifier_ops grows_nowait_ops = {
	.invalidate_range_start = grows_nowait_start,
};

/*
 * expect: range-start takes_pages_ops may-reclaim=violates:
 *	alloc_pages with GFP_USER reclaims directly
 */
static int takes_pages_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->page = alloc_pages(GFP_USER, 2);
	return 0;
}

const struct mmu_notifier_ops takes_pages_ops = {
	.invalidate_range_start = takes_pages_start,
};

/* expect: range-start takes_zeroed_page_ops: get_zeroed_page with GFP_ATOMIC */
static int takes_zeroed_page_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);

	owner->address = get_zeroed_page(GFP_ATOMIC);
	return 0;
}

const struct mmu_notifier_ops takes_zeroed_page_ops = {
	.invalidate_range_start = takes_zeroed_page_start,
};

/* expect: range-start takes_virtual_ops may-reclaim=violates: vmalloc is GFP_KERNEL */
static int takes_virtual_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->object = vmalloc(PAGE_SIZE);
	return 0;
}

const struct mmu_notifier_ops takes_virtual_ops = {
	.invalidate_range_start = takes_virtual_start,
};

/* expect: range-start takes_either_ops may-reclaim=violates: kvmalloc with GFP_KERNEL */
static int takes_either_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->object = kvmalloc(owner->size, GFP_KERNEL | __GFP_NORETRY);
	return 0;
}

const struct mmu_notifier_ops takes_either_ops = {
	.invalidate_range_start = takes_either_start,
};

/* expect: range-start takes_cached_ops: kmem_cache_alloc with GFP_NOWAIT */
static int takes_cached_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);

	owner->object = kmem_cache_alloc(owner->cache, GFP_NOWAIT | __GFP_ZERO);
	return 0;
}

const struct mmu_notifier_ops takes_cached_ops = {
	.invalidate_range_start = takes_cached_start,
};

/*
 * expect: range-start takes_of_pool_ops may-reclaim=violates:
 *	mempool_alloc hands GFP_NOIO on to the cache
 */
static int takes_of_pool_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->object = mempool_alloc(&owner->pool, GFP_NOIO);
	return 0;
}

const struct mmu_notifier_ops takes_of_pool_ops = {
	.invalidate_range_start = takes_of_pool_start,
};

/* expect: range-start takes_of_pool_nowait_ops: mempool_alloc with GFP_NOWAIT never waits */
static int takes_of_pool_nowait_start(struct mmu_notifier *mn,
				      const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);

	owner->object = mempool_alloc(&owner->pool, GFP_NOWAIT);
	return 0;
}

const struct mmu_notifier_ops takes_of_pool_nowait_ops = {
	.invalidate_range_start = takes_of_pool_nowait_start,
};

/*
 * expect: range-start must_not_fail_ops may-reclaim=violates:
 *	__GFP_NOFAIL reclaims as long as it takes
 */
static int must_not_fail_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	owner->object = kmalloc(32, GFP_NOFS | __GFP_NOFAIL);
	return 0;
}

const struct mmu_notifier_ops must_not_fail_ops = {
	.invalidate_range_start = must_not_fail_start,
};

/* expect: range-start frees_only_ops: freeing allocates nothing */
static int frees_only_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct hoard *owner = container_of(mn, struct hoard, notifier);

	kfree(owner->object);
	owner->object = NULL;
	__free_pages(owner->page, 2);
	free_pages(owner->address, 0);
	return 0;
}

const struct mmu_notifier_ops frees_only_ops = {
	.invalidate_range_start = frees_only_start,
};

MODULE_LICENSE("GPL");
