// SPDX-License-Identifier: GPL-2.0-only
/* Allocation: NULL or an object. include/linux/{slab,vmalloc,gfp}.h */
#include "mncheck.h"

static void *allocate(void)
{
	return EITHER ? NULL : __mn_object();
}

#define ALLOCATES(name)                                                        \
	void *name(unsigned long first, ...)                                   \
	{                                                                      \
		(void)first;                                                   \
		return allocate();                                             \
	}
ALLOCATES(__kmalloc)
ALLOCATES(__kmalloc_noprof)
ALLOCATES(__kmalloc_node)
ALLOCATES(__kmalloc_node_noprof)
ALLOCATES(__kmalloc_cache_noprof)
ALLOCATES(__kmalloc_cache_node_noprof)
ALLOCATES(__kmalloc_large_noprof)
ALLOCATES(__kmalloc_node_track_caller)
ALLOCATES(__kmalloc_node_track_caller_noprof)
ALLOCATES(kmalloc_trace)
ALLOCATES(kmalloc_node_trace)
ALLOCATES(kmalloc_large)
ALLOCATES(kmem_cache_alloc)
ALLOCATES(kmem_cache_alloc_noprof)
ALLOCATES(kmem_cache_alloc_lru)
ALLOCATES(kmem_cache_alloc_lru_noprof)
ALLOCATES(kmem_cache_alloc_node)
ALLOCATES(kmem_cache_alloc_node_noprof)
ALLOCATES(kvmalloc_node)
ALLOCATES(__kvmalloc_node_noprof)
ALLOCATES(vmalloc)
ALLOCATES(vmalloc_noprof)
ALLOCATES(vzalloc)
ALLOCATES(vzalloc_noprof)
ALLOCATES(__vmalloc)
ALLOCATES(__vmalloc_noprof)
ALLOCATES(__alloc_pages)
ALLOCATES(__alloc_pages_noprof)
ALLOCATES(alloc_pages)
ALLOCATES(alloc_pages_noprof)
ALLOCATES(kstrdup)
ALLOCATES(kstrdup_noprof)
ALLOCATES(kmemdup)
ALLOCATES(kmemdup_noprof)

#define FREES(name)                                                            \
	void name(const void *object)                                          \
	{                                                                      \
		(void)object;                                                  \
	}
FREES(kfree)
FREES(kfree_sensitive)
FREES(kvfree)

void kmem_cache_free(void *cache, void *object)
{
	(void)cache;
	(void)object;
}

/* Fills from outside the kernel: any bytes, or none. */
unsigned long _copy_from_user(void *to, const void *from, unsigned long bytes)
{
	unsigned long left = (unsigned long)__mn_any_long();

	__mn_event("sleep", "copy_from_user");
	(void)from;
	__mn_opaque(to);
	__mn_assume(left <= bytes);
	return left;
}

unsigned long _copy_to_user(void *to, const void *from, unsigned long bytes)
{
	unsigned long left = (unsigned long)__mn_any_long();

	__mn_event("sleep", "copy_to_user");
	(void)to;
	(void)from;
	__mn_assume(left <= bytes);
	return left;
}
