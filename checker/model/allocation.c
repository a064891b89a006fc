// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocation returns NULL or an object. Its flags say whether it may sleep or reclaim; the
 * kernel's own helper reads them. include/linux/{slab,vmalloc,gfp,sched/mm}.h
 */
#include "mncheck.h"

/* include/linux/gfp.h: whether the flags have __GFP_DIRECT_RECLAIM. */
bool gfpflags_allow_blocking(unsigned int flags);

/* include/linux/sched.h: the task's flag that is set in memalloc_noreclaim_save() scopes. */
#define PF_MEMALLOC 0x00000800

/* Open memalloc_noreclaim_save() scopes: allocation does not reclaim while PF_MEMALLOC is set. */
int __mn_suspends_reclaim;

/* The model of a function that sets one flag runs, and has told already whether that opens a scope. */
int __mn_tells_scopes;

/* The flag of the task, and what comes back, are as the kernel's own function says. */
unsigned int memalloc_noreclaim_save(void)
{
	unsigned int flags;

	__mn_event("scope", "memalloc_noreclaim_save");
	__mn_suspends_reclaim++;
	__mn_tells_scopes++;
	flags = memalloc_noreclaim_save();
	__mn_tells_scopes--;
	return flags;
}

void memalloc_noreclaim_restore(unsigned int flags)
{
	__mn_event("scope", "memalloc_noreclaim_restore");
	__mn_suspends_reclaim--;
	__mn_tells_scopes++;
	memalloc_noreclaim_restore(flags);
	__mn_tells_scopes--;
}

/* Scopes of other flags leave reclaim alone. */
#define OTHER_SCOPE(name)                                                      \
	unsigned int memalloc_##name##_save(void)                              \
	{                                                                      \
		unsigned int flags;                                            \
									       \
		__mn_tells_scopes++;                                           \
		flags = memalloc_##name##_save();                              \
		__mn_tells_scopes--;                                           \
		return flags;                                                  \
	}                                                                      \
	void memalloc_##name##_restore(unsigned int flags)                     \
	{                                                                      \
		__mn_tells_scopes++;                                           \
		memalloc_##name##_restore(flags);                              \
		__mn_tells_scopes--;                                           \
	}

OTHER_SCOPE(noio)
OTHER_SCOPE(nofs)
OTHER_SCOPE(pin)

/*
 * Any of these flags. What comes back are those that were not set before, and the end of the scope clears them. Where
 * PF_MEMALLOC was set though no scope is open, callers set it: it stays so.
 */
unsigned int memalloc_flags_save(unsigned int flags)
{
	unsigned int set = memalloc_flags_save(flags);

	if (__mn_tells_scopes || !(flags & PF_MEMALLOC))
		return set;
	__mn_event("scope", "memalloc_flags_save");
	if ((set & PF_MEMALLOC) || !__mn_suspends_reclaim)
		__mn_suspends_reclaim++;
	return set;
}

void memalloc_flags_restore(unsigned int flags)
{
	memalloc_flags_restore(flags);
	if (__mn_tells_scopes || !(flags & PF_MEMALLOC))
		return;
	__mn_event("scope", "memalloc_flags_restore");
	__mn_suspends_reclaim--;
}

static void allocating(unsigned int flags, const char *what)
{
	if (!gfpflags_allow_blocking(flags))
		return;
	__mn_event("sleep", what);
	if (!__mn_suspends_reclaim)
		__mn_event("reclaim", what);
}

void might_alloc(unsigned int flags)
{
	allocating(flags, "might_alloc");
}

/* Callbacks run for processes, so the machine has booted. mm/slab_common.c */
bool slab_is_available(void)
{
	return true;
}

static void *allocate(unsigned int flags, const char *what)
{
	allocating(flags, what);
	return EITHER ? NULL : __mn_object();
}

/* include/linux/slab.h: what kmalloc(0) returns. It looks for no memory. */
#define ZERO_SIZE_PTR ((void *)16)

static void *allocate_bytes(unsigned long size, unsigned int flags, const char *what)
{
	return size ? allocate(flags, what) : ZERO_SIZE_PTR;
}

/* Allocators, by the position of the flags among their arguments. */
#define FLAGS_FIRST(name)                                                      \
	void *name(unsigned int flags, ...)                                    \
	{                                                                      \
		return allocate(flags, #name);                                 \
	}
#define FLAGS_SECOND(name)                                                     \
	void *name(unsigned long size, unsigned int flags, ...)                \
	{                                                                      \
		(void)size;                                                    \
		return allocate(flags, #name);                                 \
	}
#define BYTES_FLAGS(name)                                                      \
	void *name(unsigned long size, unsigned int flags, ...)                \
	{                                                                      \
		return allocate_bytes(size, flags, #name);                     \
	}
#define BYTES_BUCKETS_FLAGS(name)                                              \
	void *name(unsigned long size, void *buckets, unsigned int flags, ...) \
	{                                                                      \
		(void)buckets;                                                 \
		return allocate_bytes(size, flags, #name);                     \
	}
#define FROM_BYTES_FLAGS(name)                                                 \
	void *name(const void *from, unsigned long size, unsigned int flags)   \
	{                                                                      \
		(void)from;                                                    \
		return allocate_bytes(size, flags, #name);                     \
	}
#define FLAGS_THIRD(name)                                                      \
	void *name(unsigned long first, unsigned long second,                  \
		   unsigned int flags, ...)                                    \
	{                                                                      \
		(void)first;                                                   \
		(void)second;                                                  \
		return allocate(flags, #name);                                 \
	}
#define ALWAYS_BLOCKS(name)                                                    \
	void *name(unsigned long size)                                         \
	{                                                                      \
		(void)size;                                                    \
		__mn_event("sleep", #name);                                    \
		if (!__mn_suspends_reclaim)                                         \
			__mn_event("reclaim", #name);                          \
		return EITHER ? NULL : __mn_object();                          \
	}

BYTES_FLAGS(__kmalloc)
BYTES_FLAGS(__kmalloc_noprof)
BYTES_FLAGS(__kmalloc_node)
BYTES_FLAGS(__kmalloc_node_track_caller)
FLAGS_SECOND(__kmalloc_large_noprof)
FLAGS_SECOND(__kmalloc_large_node_noprof)
FLAGS_SECOND(kmalloc_large)
FLAGS_SECOND(kmalloc_large_noprof)
FLAGS_SECOND(kmalloc_large_node)
FLAGS_SECOND(__kmalloc_cache_noprof)
FLAGS_SECOND(__kmalloc_cache_node_noprof)
FLAGS_SECOND(kmalloc_trace)
FLAGS_SECOND(kmalloc_node_trace)
FLAGS_SECOND(kmem_cache_alloc)
FLAGS_SECOND(kmem_cache_alloc_noprof)
FLAGS_SECOND(kmem_cache_alloc_node)
FLAGS_SECOND(kmem_cache_alloc_node_noprof)
BYTES_FLAGS(kvmalloc_node)
FLAGS_SECOND(__vmalloc)
FLAGS_SECOND(__vmalloc_noprof)
FLAGS_SECOND(kstrdup)
FLAGS_SECOND(kstrdup_noprof)
FLAGS_SECOND(kstrdup_const)
BYTES_BUCKETS_FLAGS(__kmalloc_node_noprof)
BYTES_BUCKETS_FLAGS(__kmalloc_node_track_caller_noprof)
BYTES_BUCKETS_FLAGS(__kvmalloc_node_noprof)
FLAGS_THIRD(kmem_cache_alloc_lru)
FLAGS_THIRD(kmem_cache_alloc_lru_noprof)
FROM_BYTES_FLAGS(kmemdup)
FROM_BYTES_FLAGS(kmemdup_noprof)
FLAGS_THIRD(kstrndup)
FLAGS_FIRST(__alloc_pages)
FLAGS_FIRST(__alloc_pages_noprof)
FLAGS_FIRST(alloc_pages)
FLAGS_FIRST(alloc_pages_noprof)
FLAGS_FIRST(__folio_alloc)
FLAGS_FIRST(__folio_alloc_noprof)
FLAGS_FIRST(folio_alloc)
FLAGS_FIRST(folio_alloc_noprof)
FLAGS_FIRST(alloc_pages_mpol_noprof)
ALWAYS_BLOCKS(vmalloc)
ALWAYS_BLOCKS(vmalloc_noprof)
ALWAYS_BLOCKS(vzalloc)
ALWAYS_BLOCKS(vzalloc_noprof)
ALWAYS_BLOCKS(vmalloc_user)

unsigned long get_zeroed_page_noprof(unsigned int flags)
{
	return (unsigned long)allocate(flags, "get_zeroed_page");
}

unsigned long __get_free_pages_noprof(unsigned int flags, unsigned int order)
{
	(void)order;
	return (unsigned long)allocate(flags, "__get_free_pages");
}

unsigned long get_zeroed_page(unsigned int flags)
{
	return get_zeroed_page_noprof(flags);
}

/* The name since 6.10, where __get_free_pages() is a macro. */
unsigned long get_free_pages_noprof(unsigned int flags, unsigned int order)
{
	return __get_free_pages_noprof(flags, order);
}

unsigned long __get_free_pages(unsigned int flags, unsigned int order)
{
	return __get_free_pages_noprof(flags, order);
}

/* Allocators into prepared room; xarray functions also take flags. */
int kmem_cache_alloc_bulk_noprof(void *cache, unsigned int flags, unsigned long count,
				 void **objects)
{
	(void)cache;
	(void)count;
	__mn_opaque(objects);
	allocating(flags, "kmem_cache_alloc_bulk");
	return __mn_any();
}

int kmem_cache_alloc_bulk(void *cache, unsigned int flags, unsigned long count, void **objects)
{
	return kmem_cache_alloc_bulk_noprof(cache, flags, count, objects);
}

#define FREES(name)                                                            \
	void name(const void *object)                                          \
	{                                                                      \
		(void)object;                                                  \
	}
FREES(kfree)
FREES(kfree_sensitive)
FREES(free_pages)
FREES(__free_pages)

/* include/linux/preempt.h: the bits of the count that in_interrupt() reads. */
#define INTERRUPT_MASK 0xffff00
int preempt_count(void);

/* Removing a virtual mapping may sleep. In interrupts, and with bottom halves off, a worker does it. mm/vmalloc.c */
void vfree(const void *address)
{
	(void)address;
	if (preempt_count() & INTERRUPT_MASK)
		return;
	__mn_event("sleep", "vfree");
}

/* Memory of kmalloc() is freed at once, NULL is left alone. */
void kvfree(const void *address)
{
	if (address && EITHER)
		vfree(address);
}

/* Without a head it allocates a page to remember the object, or waits for a grace period. */
void kvfree_call_rcu(const void *head, const void *object)
{
	(void)object;
	if (head)
		return;
	__mn_event("sleep", "kvfree_call_rcu");
	if (!__mn_suspends_reclaim)
		__mn_event("reclaim", "kvfree_call_rcu");
}

void kmem_cache_free(void *cache, void *object)
{
	(void)cache;
	(void)object;
}

/* Copies any number of bytes from user memory; a page fault sleeps. */
unsigned long _copy_from_user(void *to, const void *from, unsigned long bytes)
{
	unsigned long left = (unsigned long)__mn_any_long();

	(void)from;
	__mn_event("sleep", "copy_from_user");
	__mn_assume(left <= bytes);
	__mn_opaque(to);
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
