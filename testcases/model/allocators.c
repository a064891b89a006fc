// SPDX-License-Identifier: GPL-2.0-only
/* models: allocation.c */
/* Each allocator by itself: what it returns, and that the flags stand where the model reads them. */
void __probe_value(long value);

#define GFP_KERNEL 0xcc0u
#define GFP_NOWAIT 0x800u

_Bool gfpflags_allow_blocking(unsigned int flags);

_Bool gfpflags_allow_blocking(unsigned int flags)
{
	return flags & 0x400u;
}

void *__kmalloc(unsigned long size, unsigned int flags);
void *__kmalloc_noprof(unsigned long size, unsigned int flags);
void *__kmalloc_node(unsigned long size, unsigned int flags);
void *__kmalloc_node_track_caller(unsigned long size, unsigned int flags);
void *kvmalloc_node(unsigned long size, unsigned int flags);
void *__kmalloc_node_noprof(unsigned long size, void *buckets, unsigned int flags, int node);
void *__kmalloc_node_track_caller_noprof(unsigned long size, void *buckets, unsigned int flags, int node);
void *__kvmalloc_node_noprof(unsigned long size, void *buckets, unsigned int flags, int node);
void *kmemdup(const void *from, unsigned long size, unsigned int flags);
void *kmemdup_noprof(const void *from, unsigned long size, unsigned int flags);
void *__kmalloc_large_noprof(void *first, unsigned int flags);
void *__kmalloc_large_node_noprof(void *first, unsigned int flags);
void *__kmalloc_cache_noprof(void *first, unsigned int flags);
void *__kmalloc_cache_node_noprof(void *first, unsigned int flags);
void *kmalloc_large(void *first, unsigned int flags);
void *kmalloc_large_noprof(void *first, unsigned int flags);
void *kmalloc_large_node(void *first, unsigned int flags);
void *kmalloc_trace(void *first, unsigned int flags);
void *kmalloc_node_trace(void *first, unsigned int flags);
void *kmem_cache_alloc(void *first, unsigned int flags);
void *kmem_cache_alloc_noprof(void *first, unsigned int flags);
void *kmem_cache_alloc_node(void *first, unsigned int flags);
void *kmem_cache_alloc_node_noprof(void *first, unsigned int flags);
void *__vmalloc(void *first, unsigned int flags);
void *__vmalloc_noprof(void *first, unsigned int flags);
void *kstrdup(void *first, unsigned int flags);
void *kstrdup_noprof(void *first, unsigned int flags);
void *kstrdup_const(void *first, unsigned int flags);
void *kmem_cache_alloc_lru(void *first, unsigned long second, unsigned int flags);
void *kmem_cache_alloc_lru_noprof(void *first, unsigned long second, unsigned int flags);
void *kstrndup(void *first, unsigned long second, unsigned int flags);
void *__alloc_pages(unsigned int flags, unsigned int order);
void *__alloc_pages_noprof(unsigned int flags, unsigned int order);
void *alloc_pages(unsigned int flags, unsigned int order);
void *alloc_pages_noprof(unsigned int flags, unsigned int order);
void *__folio_alloc(unsigned int flags, unsigned int order);
void *__folio_alloc_noprof(unsigned int flags, unsigned int order);
void *folio_alloc(unsigned int flags, unsigned int order);
void *folio_alloc_noprof(unsigned int flags, unsigned int order);
void *alloc_pages_mpol_noprof(unsigned int flags, unsigned int order);
unsigned long get_zeroed_page(unsigned int flags);
unsigned long get_zeroed_page_noprof(unsigned int flags);
unsigned long __get_free_pages(unsigned int flags, unsigned int order);
unsigned long __get_free_pages_noprof(unsigned int flags, unsigned int order);
unsigned long get_free_pages_noprof(unsigned int flags, unsigned int order);
void *vmalloc(unsigned long size);
void *vmalloc_noprof(unsigned long size);
void *vzalloc(unsigned long size);
void *vzalloc_noprof(unsigned long size);
void *vmalloc_user(unsigned long size);

/* 1: no error pointer, nothing of the first page; 2: none */
static int kind_of(void *object)
{
	unsigned long address = (unsigned long)object;

	return address ? address >= 4096 && address <= -4096ul : 2;
}

#define CALLS(name, call) void test_##name(void *some) { (void)some; (void)(call); }
#define KIND__probe_value(name, call) void test_##name(void *some) { (void)some; __probe_value(kind_of((void *)(call))); }

CALLS(__kmalloc_without_reclaim, __kmalloc(8, GFP_NOWAIT))	// events: none
CALLS(__kmalloc_sleeps, __kmalloc(8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__kmalloc_fails_or_gives_an_object, __kmalloc(8, GFP_NOWAIT))	// {1..2}
CALLS(__kmalloc_noprof_without_reclaim, __kmalloc_noprof(8, GFP_NOWAIT))	// events: none
CALLS(__kmalloc_noprof_sleeps, __kmalloc_noprof(8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__kmalloc_noprof_fails_or_gives_an_object, __kmalloc_noprof(8, GFP_NOWAIT))	// {1..2}
CALLS(__kmalloc_node_without_reclaim, __kmalloc_node(8, GFP_NOWAIT))	// events: none
CALLS(__kmalloc_node_sleeps, __kmalloc_node(8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__kmalloc_node_fails_or_gives_an_object, __kmalloc_node(8, GFP_NOWAIT))	// {1..2}
CALLS(__kmalloc_node_track_caller_without_reclaim, __kmalloc_node_track_caller(8, GFP_NOWAIT))	// events: none
CALLS(__kmalloc_node_track_caller_sleeps, __kmalloc_node_track_caller(8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__kmalloc_node_track_caller_fails_or_gives_an_object, __kmalloc_node_track_caller(8, GFP_NOWAIT))	// {1..2}
CALLS(kvmalloc_node_without_reclaim, kvmalloc_node(8, GFP_NOWAIT))	// events: none
CALLS(kvmalloc_node_sleeps, kvmalloc_node(8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kvmalloc_node_fails_or_gives_an_object, kvmalloc_node(8, GFP_NOWAIT))	// {1..2}
CALLS(__kmalloc_node_noprof_without_reclaim, __kmalloc_node_noprof(8, 0, GFP_NOWAIT, -1))	// events: none
CALLS(__kmalloc_node_noprof_sleeps, __kmalloc_node_noprof(8, 0, GFP_KERNEL, -1))	// events: reclaim sleep
KIND__probe_value(__kmalloc_node_noprof_fails_or_gives_an_object, __kmalloc_node_noprof(8, 0, GFP_NOWAIT, -1))	// {1..2}
CALLS(__kmalloc_node_track_caller_noprof_without_reclaim, __kmalloc_node_track_caller_noprof(8, 0, GFP_NOWAIT, -1))	// events: none
CALLS(__kmalloc_node_track_caller_noprof_sleeps, __kmalloc_node_track_caller_noprof(8, 0, GFP_KERNEL, -1))	// events: reclaim sleep
KIND__probe_value(__kmalloc_node_track_caller_noprof_fails_or_gives_an_object, __kmalloc_node_track_caller_noprof(8, 0, GFP_NOWAIT, -1))	// {1..2}
CALLS(__kvmalloc_node_noprof_without_reclaim, __kvmalloc_node_noprof(8, 0, GFP_NOWAIT, -1))	// events: none
CALLS(__kvmalloc_node_noprof_sleeps, __kvmalloc_node_noprof(8, 0, GFP_KERNEL, -1))	// events: reclaim sleep
KIND__probe_value(__kvmalloc_node_noprof_fails_or_gives_an_object, __kvmalloc_node_noprof(8, 0, GFP_NOWAIT, -1))	// {1..2}
CALLS(kmemdup_without_reclaim, kmemdup(some, 8, GFP_NOWAIT))	// events: none
CALLS(kmemdup_sleeps, kmemdup(some, 8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmemdup_fails_or_gives_an_object, kmemdup(some, 8, GFP_NOWAIT))	// {1..2}
CALLS(kmemdup_noprof_without_reclaim, kmemdup_noprof(some, 8, GFP_NOWAIT))	// events: none
CALLS(kmemdup_noprof_sleeps, kmemdup_noprof(some, 8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmemdup_noprof_fails_or_gives_an_object, kmemdup_noprof(some, 8, GFP_NOWAIT))	// {1..2}
CALLS(__kmalloc_large_noprof_without_reclaim, __kmalloc_large_noprof(some, GFP_NOWAIT))	// events: none
CALLS(__kmalloc_large_noprof_sleeps, __kmalloc_large_noprof(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__kmalloc_large_noprof_fails_or_gives_an_object, __kmalloc_large_noprof(some, GFP_NOWAIT))	// {1..2}
CALLS(__kmalloc_large_node_noprof_without_reclaim, __kmalloc_large_node_noprof(some, GFP_NOWAIT))	// events: none
CALLS(__kmalloc_large_node_noprof_sleeps, __kmalloc_large_node_noprof(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__kmalloc_large_node_noprof_fails_or_gives_an_object, __kmalloc_large_node_noprof(some, GFP_NOWAIT))	// {1..2}
CALLS(__kmalloc_cache_noprof_without_reclaim, __kmalloc_cache_noprof(some, GFP_NOWAIT))	// events: none
CALLS(__kmalloc_cache_noprof_sleeps, __kmalloc_cache_noprof(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__kmalloc_cache_noprof_fails_or_gives_an_object, __kmalloc_cache_noprof(some, GFP_NOWAIT))	// {1..2}
CALLS(__kmalloc_cache_node_noprof_without_reclaim, __kmalloc_cache_node_noprof(some, GFP_NOWAIT))	// events: none
CALLS(__kmalloc_cache_node_noprof_sleeps, __kmalloc_cache_node_noprof(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__kmalloc_cache_node_noprof_fails_or_gives_an_object, __kmalloc_cache_node_noprof(some, GFP_NOWAIT))	// {1..2}
CALLS(kmalloc_large_without_reclaim, kmalloc_large(some, GFP_NOWAIT))	// events: none
CALLS(kmalloc_large_sleeps, kmalloc_large(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmalloc_large_fails_or_gives_an_object, kmalloc_large(some, GFP_NOWAIT))	// {1..2}
CALLS(kmalloc_large_noprof_without_reclaim, kmalloc_large_noprof(some, GFP_NOWAIT))	// events: none
CALLS(kmalloc_large_noprof_sleeps, kmalloc_large_noprof(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmalloc_large_noprof_fails_or_gives_an_object, kmalloc_large_noprof(some, GFP_NOWAIT))	// {1..2}
CALLS(kmalloc_large_node_without_reclaim, kmalloc_large_node(some, GFP_NOWAIT))	// events: none
CALLS(kmalloc_large_node_sleeps, kmalloc_large_node(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmalloc_large_node_fails_or_gives_an_object, kmalloc_large_node(some, GFP_NOWAIT))	// {1..2}
CALLS(kmalloc_trace_without_reclaim, kmalloc_trace(some, GFP_NOWAIT))	// events: none
CALLS(kmalloc_trace_sleeps, kmalloc_trace(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmalloc_trace_fails_or_gives_an_object, kmalloc_trace(some, GFP_NOWAIT))	// {1..2}
CALLS(kmalloc_node_trace_without_reclaim, kmalloc_node_trace(some, GFP_NOWAIT))	// events: none
CALLS(kmalloc_node_trace_sleeps, kmalloc_node_trace(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmalloc_node_trace_fails_or_gives_an_object, kmalloc_node_trace(some, GFP_NOWAIT))	// {1..2}
CALLS(kmem_cache_alloc_without_reclaim, kmem_cache_alloc(some, GFP_NOWAIT))	// events: none
CALLS(kmem_cache_alloc_sleeps, kmem_cache_alloc(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmem_cache_alloc_fails_or_gives_an_object, kmem_cache_alloc(some, GFP_NOWAIT))	// {1..2}
CALLS(kmem_cache_alloc_noprof_without_reclaim, kmem_cache_alloc_noprof(some, GFP_NOWAIT))	// events: none
CALLS(kmem_cache_alloc_noprof_sleeps, kmem_cache_alloc_noprof(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmem_cache_alloc_noprof_fails_or_gives_an_object, kmem_cache_alloc_noprof(some, GFP_NOWAIT))	// {1..2}
CALLS(kmem_cache_alloc_node_without_reclaim, kmem_cache_alloc_node(some, GFP_NOWAIT))	// events: none
CALLS(kmem_cache_alloc_node_sleeps, kmem_cache_alloc_node(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmem_cache_alloc_node_fails_or_gives_an_object, kmem_cache_alloc_node(some, GFP_NOWAIT))	// {1..2}
CALLS(kmem_cache_alloc_node_noprof_without_reclaim, kmem_cache_alloc_node_noprof(some, GFP_NOWAIT))	// events: none
CALLS(kmem_cache_alloc_node_noprof_sleeps, kmem_cache_alloc_node_noprof(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmem_cache_alloc_node_noprof_fails_or_gives_an_object, kmem_cache_alloc_node_noprof(some, GFP_NOWAIT))	// {1..2}
CALLS(__vmalloc_without_reclaim, __vmalloc(some, GFP_NOWAIT))	// events: none
CALLS(__vmalloc_sleeps, __vmalloc(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__vmalloc_fails_or_gives_an_object, __vmalloc(some, GFP_NOWAIT))	// {1..2}
CALLS(__vmalloc_noprof_without_reclaim, __vmalloc_noprof(some, GFP_NOWAIT))	// events: none
CALLS(__vmalloc_noprof_sleeps, __vmalloc_noprof(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(__vmalloc_noprof_fails_or_gives_an_object, __vmalloc_noprof(some, GFP_NOWAIT))	// {1..2}
CALLS(kstrdup_without_reclaim, kstrdup(some, GFP_NOWAIT))	// events: none
CALLS(kstrdup_sleeps, kstrdup(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kstrdup_fails_or_gives_an_object, kstrdup(some, GFP_NOWAIT))	// {1..2}
CALLS(kstrdup_noprof_without_reclaim, kstrdup_noprof(some, GFP_NOWAIT))	// events: none
CALLS(kstrdup_noprof_sleeps, kstrdup_noprof(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kstrdup_noprof_fails_or_gives_an_object, kstrdup_noprof(some, GFP_NOWAIT))	// {1..2}
CALLS(kstrdup_const_without_reclaim, kstrdup_const(some, GFP_NOWAIT))	// events: none
CALLS(kstrdup_const_sleeps, kstrdup_const(some, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kstrdup_const_fails_or_gives_an_object, kstrdup_const(some, GFP_NOWAIT))	// {1..2}
CALLS(kmem_cache_alloc_lru_without_reclaim, kmem_cache_alloc_lru(some, 8, GFP_NOWAIT))	// events: none
CALLS(kmem_cache_alloc_lru_sleeps, kmem_cache_alloc_lru(some, 8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmem_cache_alloc_lru_fails_or_gives_an_object, kmem_cache_alloc_lru(some, 8, GFP_NOWAIT))	// {1..2}
CALLS(kmem_cache_alloc_lru_noprof_without_reclaim, kmem_cache_alloc_lru_noprof(some, 8, GFP_NOWAIT))	// events: none
CALLS(kmem_cache_alloc_lru_noprof_sleeps, kmem_cache_alloc_lru_noprof(some, 8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kmem_cache_alloc_lru_noprof_fails_or_gives_an_object, kmem_cache_alloc_lru_noprof(some, 8, GFP_NOWAIT))	// {1..2}
CALLS(kstrndup_without_reclaim, kstrndup(some, 8, GFP_NOWAIT))	// events: none
CALLS(kstrndup_sleeps, kstrndup(some, 8, GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(kstrndup_fails_or_gives_an_object, kstrndup(some, 8, GFP_NOWAIT))	// {1..2}
CALLS(__alloc_pages_without_reclaim, __alloc_pages(GFP_NOWAIT, 1))	// events: none
CALLS(__alloc_pages_sleeps, __alloc_pages(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(__alloc_pages_fails_or_gives_an_object, __alloc_pages(GFP_NOWAIT, 1))	// {1..2}
CALLS(__alloc_pages_noprof_without_reclaim, __alloc_pages_noprof(GFP_NOWAIT, 1))	// events: none
CALLS(__alloc_pages_noprof_sleeps, __alloc_pages_noprof(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(__alloc_pages_noprof_fails_or_gives_an_object, __alloc_pages_noprof(GFP_NOWAIT, 1))	// {1..2}
CALLS(alloc_pages_without_reclaim, alloc_pages(GFP_NOWAIT, 1))	// events: none
CALLS(alloc_pages_sleeps, alloc_pages(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(alloc_pages_fails_or_gives_an_object, alloc_pages(GFP_NOWAIT, 1))	// {1..2}
CALLS(alloc_pages_noprof_without_reclaim, alloc_pages_noprof(GFP_NOWAIT, 1))	// events: none
CALLS(alloc_pages_noprof_sleeps, alloc_pages_noprof(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(alloc_pages_noprof_fails_or_gives_an_object, alloc_pages_noprof(GFP_NOWAIT, 1))	// {1..2}
CALLS(__folio_alloc_without_reclaim, __folio_alloc(GFP_NOWAIT, 1))	// events: none
CALLS(__folio_alloc_sleeps, __folio_alloc(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(__folio_alloc_fails_or_gives_an_object, __folio_alloc(GFP_NOWAIT, 1))	// {1..2}
CALLS(__folio_alloc_noprof_without_reclaim, __folio_alloc_noprof(GFP_NOWAIT, 1))	// events: none
CALLS(__folio_alloc_noprof_sleeps, __folio_alloc_noprof(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(__folio_alloc_noprof_fails_or_gives_an_object, __folio_alloc_noprof(GFP_NOWAIT, 1))	// {1..2}
CALLS(folio_alloc_without_reclaim, folio_alloc(GFP_NOWAIT, 1))	// events: none
CALLS(folio_alloc_sleeps, folio_alloc(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(folio_alloc_fails_or_gives_an_object, folio_alloc(GFP_NOWAIT, 1))	// {1..2}
CALLS(folio_alloc_noprof_without_reclaim, folio_alloc_noprof(GFP_NOWAIT, 1))	// events: none
CALLS(folio_alloc_noprof_sleeps, folio_alloc_noprof(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(folio_alloc_noprof_fails_or_gives_an_object, folio_alloc_noprof(GFP_NOWAIT, 1))	// {1..2}
CALLS(alloc_pages_mpol_noprof_without_reclaim, alloc_pages_mpol_noprof(GFP_NOWAIT, 1))	// events: none
CALLS(alloc_pages_mpol_noprof_sleeps, alloc_pages_mpol_noprof(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(alloc_pages_mpol_noprof_fails_or_gives_an_object, alloc_pages_mpol_noprof(GFP_NOWAIT, 1))	// {1..2}
CALLS(get_zeroed_page_without_reclaim, get_zeroed_page(GFP_NOWAIT))	// events: none
CALLS(get_zeroed_page_sleeps, get_zeroed_page(GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(get_zeroed_page_fails_or_gives_an_object, get_zeroed_page(GFP_NOWAIT))	// {1..2}
CALLS(get_zeroed_page_noprof_without_reclaim, get_zeroed_page_noprof(GFP_NOWAIT))	// events: none
CALLS(get_zeroed_page_noprof_sleeps, get_zeroed_page_noprof(GFP_KERNEL))	// events: reclaim sleep
KIND__probe_value(get_zeroed_page_noprof_fails_or_gives_an_object, get_zeroed_page_noprof(GFP_NOWAIT))	// {1..2}
CALLS(__get_free_pages_without_reclaim, __get_free_pages(GFP_NOWAIT, 1))	// events: none
CALLS(__get_free_pages_sleeps, __get_free_pages(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(__get_free_pages_fails_or_gives_an_object, __get_free_pages(GFP_NOWAIT, 1))	// {1..2}
CALLS(__get_free_pages_noprof_without_reclaim, __get_free_pages_noprof(GFP_NOWAIT, 1))	// events: none
CALLS(__get_free_pages_noprof_sleeps, __get_free_pages_noprof(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(__get_free_pages_noprof_fails_or_gives_an_object, __get_free_pages_noprof(GFP_NOWAIT, 1))	// {1..2}
CALLS(get_free_pages_noprof_without_reclaim, get_free_pages_noprof(GFP_NOWAIT, 1))	// events: none
CALLS(get_free_pages_noprof_sleeps, get_free_pages_noprof(GFP_KERNEL, 1))	// events: reclaim sleep
KIND__probe_value(get_free_pages_noprof_fails_or_gives_an_object, get_free_pages_noprof(GFP_NOWAIT, 1))	// {1..2}
CALLS(vmalloc_sleeps, vmalloc(8))	// events: reclaim sleep
KIND__probe_value(vmalloc_fails_or_gives_an_object, vmalloc(8))	// {1..2}
CALLS(vmalloc_noprof_sleeps, vmalloc_noprof(8))	// events: reclaim sleep
KIND__probe_value(vmalloc_noprof_fails_or_gives_an_object, vmalloc_noprof(8))	// {1..2}
CALLS(vzalloc_sleeps, vzalloc(8))	// events: reclaim sleep
KIND__probe_value(vzalloc_fails_or_gives_an_object, vzalloc(8))	// {1..2}
CALLS(vzalloc_noprof_sleeps, vzalloc_noprof(8))	// events: reclaim sleep
KIND__probe_value(vzalloc_noprof_fails_or_gives_an_object, vzalloc_noprof(8))	// {1..2}
CALLS(vmalloc_user_sleeps, vmalloc_user(8))	// events: reclaim sleep
KIND__probe_value(vmalloc_user_fails_or_gives_an_object, vmalloc_user(8))	// {1..2}
