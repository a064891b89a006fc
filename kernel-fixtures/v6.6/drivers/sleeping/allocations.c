// SPDX-License-Identifier: GPL-2.0-only
/* What an allocation may do is in its flags, wherever they come from. */
#include <linux/mempool.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct allocating_owner {
	struct mmu_notifier notifier;
	struct kmem_cache *cache;
	mempool_t pool;
	void *object;
	gfp_t gfp;
	unsigned long zapped;
};

static void *fill(struct allocating_owner *owner, gfp_t gfp)
{
	owner->object = kmalloc(64, gfp);
	return owner->object;
}

static void *fill_by_level(struct allocating_owner *owner, bool urgent)
{
	return fill(owner, urgent ? GFP_ATOMIC : GFP_NOIO);
}

static void *from_cache(gfp_t gfp, void *data)
{
	return kmem_cache_alloc(data, gfp);
}

void allocating_owner_init(struct allocating_owner *owner)
{
	owner->pool.alloc = from_cache;
	owner->pool.pool_data = owner->cache;
}

/*
 * expect: range-start alloc_kernel_ops sleeps-nonblockable=violates may-reclaim=violates:
 *	GFP_KERNEL through a parameter
 */
static int alloc_kernel_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);

	fill(owner, GFP_KERNEL);
	return 0;
}

const struct mmu_notifier_ops alloc_kernel_ops = {
	.invalidate_range_start = alloc_kernel_start,
};

/* expect: range-start alloc_atomic_ops: GFP_ATOMIC through the same parameter */
static int alloc_atomic_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);

	fill(owner, GFP_ATOMIC | __GFP_NOWARN);
	return 0;
}

const struct mmu_notifier_ops alloc_atomic_ops = {
	.invalidate_range_start = alloc_atomic_start,
};

/*
 * expect: range-start alloc_noio_ops sleeps-nonblockable=violates may-reclaim=violates:
 *	GFP_NOIO: no input or output, but direct reclaim, and so sleeping
 */
static int alloc_noio_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);

	fill_by_level(owner, false);
	return 0;
}

const struct mmu_notifier_ops alloc_noio_ops = {
	.invalidate_range_start = alloc_noio_start,
};

/* expect: range-start alloc_urgent_ops: GFP_ATOMIC chosen by the argument */
static int alloc_urgent_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);

	fill_by_level(owner, true);
	return 0;
}

const struct mmu_notifier_ops alloc_urgent_ops = {
	.invalidate_range_start = alloc_urgent_start,
};

/* expect: range-start alloc_masked_ops: GFP_KERNEL without its direct reclaim waits for nobody */
static int alloc_masked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);

	fill(owner, GFP_KERNEL & ~__GFP_DIRECT_RECLAIM);
	return 0;
}

const struct mmu_notifier_ops alloc_masked_ops = {
	.invalidate_range_start = alloc_masked_start,
};

/*
 * expect: range-start alloc_by_context_ops may-reclaim=violates:
 *	GFP_NOWAIT when not blockable; when blockable GFP_KERNEL, which may reclaim
 */
static int alloc_by_context_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);

	fill(owner, mmu_notifier_range_blockable(range) ? GFP_KERNEL : GFP_NOWAIT);
	return 0;
}

const struct mmu_notifier_ops alloc_by_context_ops = {
	.invalidate_range_start = alloc_by_context_start,
};

/*
 * expect: range-start alloc_by_context_inverted_ops sleeps-nonblockable=violates
 *	may-reclaim=violates:
 *	GFP_KERNEL exactly when not blockable
 */
static int alloc_by_context_inverted_start(struct mmu_notifier *mn,
					   const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);

	fill(owner, mmu_notifier_range_blockable(range) ? GFP_NOWAIT : GFP_KERNEL);
	return 0;
}

const struct mmu_notifier_ops alloc_by_context_inverted_ops = {
	.invalidate_range_start = alloc_by_context_inverted_start,
};

/*
 * expect: range-start alloc_in_scope_ops sleeps-nonblockable=violates:
 *	the scope keeps it out of reclaim, but GFP_KERNEL says that it may sleep, and might_alloc
 *	would warn
 */
static int alloc_in_scope_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);
	unsigned int flags = memalloc_noreclaim_save();

	fill(owner, GFP_KERNEL);
	memalloc_noreclaim_restore(flags);
	return 0;
}

const struct mmu_notifier_ops alloc_in_scope_ops = {
	.invalidate_range_start = alloc_in_scope_start,
};

/*
 * expect: range-start alloc_from_cache_ops sleeps-nonblockable=violates may-reclaim=violates:
 *	__GFP_NORETRY tries less, and sleeps
 */
static int alloc_from_cache_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);
	void *object = kmem_cache_alloc(owner->cache, GFP_KERNEL | __GFP_NORETRY);

	if (object)
		kmem_cache_free(owner->cache, object);
	return 0;
}

const struct mmu_notifier_ops alloc_from_cache_ops = {
	.invalidate_range_start = alloc_from_cache_start,
};

/*
 * expect: range-start alloc_virtual_ops sleeps-nonblockable=violates may-reclaim=violates:
 *	vmalloc has no flags: it may always sleep
 */
static int alloc_virtual_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);

	vfree(owner->object);
	owner->object = vmalloc(2 * PAGE_SIZE);
	return 0;
}

const struct mmu_notifier_ops alloc_virtual_ops = {
	.invalidate_range_start = alloc_virtual_start,
};

/*
 * expect: range-start alloc_from_pool_ops sleeps-nonblockable=violates may-reclaim=violates:
 *	mempool_alloc(GFP_NOIO): might_alloc, io_schedule, and the cache with those flags
 */
static int alloc_from_pool_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);
	void *object = mempool_alloc(&owner->pool, GFP_NOIO);

	if (object)
		mempool_free(object, &owner->pool);
	return 0;
}

const struct mmu_notifier_ops alloc_from_pool_ops = {
	.invalidate_range_start = alloc_from_pool_start,
};

/*
 * expect: range-start alloc_from_pool_atomic_ops:
 *	mempool_alloc(GFP_ATOMIC) returns before it would wait
 */
static int alloc_from_pool_atomic_start(struct mmu_notifier *mn,
					const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);
	void *object = mempool_alloc(&owner->pool, GFP_ATOMIC);

	if (object)
		mempool_free(object, &owner->pool);
	return 0;
}

const struct mmu_notifier_ops alloc_from_pool_atomic_ops = {
	.invalidate_range_start = alloc_from_pool_atomic_start,
};

/* expect: range-start alloc_announced_ops: might_alloc with flags that do not block says nothing */
static int alloc_announced_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct allocating_owner *owner = container_of(mn, struct allocating_owner, notifier);

	might_alloc(GFP_NOWAIT);
	might_alloc(GFP_ATOMIC);
	kfree(owner->object);
	owner->object = NULL;
	return 0;
}

const struct mmu_notifier_ops alloc_announced_ops = {
	.invalidate_range_start = alloc_announced_start,
};

MODULE_LICENSE("GPL");
