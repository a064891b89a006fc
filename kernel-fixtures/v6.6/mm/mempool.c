// SPDX-License-Identifier: GPL-2.0-only
/* First without waiting, then from what was kept, then as the flags say. */
#include <linux/mempool.h>
#include <linux/sched/mm.h>

void *mempool_alloc(mempool_t *pool, gfp_t gfp)
{
	gfp_t now = gfp & ~(__GFP_DIRECT_RECLAIM | __GFP_IO);
	void *element;

	might_alloc(gfp);
	for (;;) {
		element = pool->alloc(now, pool->pool_data);
		if (element)
			return element;
		spin_lock(&pool->lock);
		if (pool->kept)
			element = pool->elements[--pool->kept];
		spin_unlock(&pool->lock);
		if (element || !(gfp & __GFP_DIRECT_RECLAIM))
			return element;
		if (now != gfp)
			now = gfp;
		else
			io_schedule();
	}
}

void mempool_free(void *element, mempool_t *pool)
{
	spin_lock(&pool->lock);
	pool->elements[pool->kept++] = element;
	spin_unlock(&pool->lock);
}
