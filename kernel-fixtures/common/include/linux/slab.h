/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/gfp.h>

struct kmem_cache;

void *__kmalloc(size_t size, gfp_t flags);
void *krealloc(const void *object, size_t size, gfp_t flags);
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags);
void kmem_cache_free(struct kmem_cache *cache, void *object);
void *kvmalloc_node(size_t size, gfp_t flags, int node);
void kfree(const void *object);
void kvfree(const void *object);

static inline void *kmalloc(size_t size, gfp_t flags)
{
	return __kmalloc(size, flags);
}

static inline void *kzalloc(size_t size, gfp_t flags)
{
	return kmalloc(size, flags | __GFP_ZERO);
}

static inline void *kcalloc(size_t n, size_t size, gfp_t flags)
{
	return kzalloc(n * size, flags);
}

static inline void *kvmalloc(size_t size, gfp_t flags)
{
	return kvmalloc_node(size, flags, -1);
}

/* The forms that take the object's type, with flags that may be left out. */
#define __gfp_or_kernel(_unused, _gfp, ...)	_gfp
#define default_gfp(...)	__gfp_or_kernel(_, ##__VA_ARGS__, GFP_KERNEL)
#define kzalloc_obj(_type, ...)						\
	((typeof(_type) *)kzalloc(sizeof(typeof(_type)), default_gfp(__VA_ARGS__)))
#define kmalloc_objs(_type, _count, ...)				\
	((typeof(_type) *)kmalloc((_count) * sizeof(typeof(_type)), default_gfp(__VA_ARGS__)))
#define kmalloc_obj(_type, ...)						\
	((typeof(_type) *)kmalloc(sizeof(typeof(_type)), default_gfp(__VA_ARGS__)))

DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))

#endif
