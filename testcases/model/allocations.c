// SPDX-License-Identifier: GPL-2.0-only
/* models: allocation.c context.c */
void __probe_value(long value);
void __probe_reached(void);

#define __GFP_DIRECT_RECLAIM 0x400u
#define GFP_KERNEL 0xcc0u
#define GFP_NOWAIT 0x800u
#define ZERO_SIZE_PTR ((void *)16)

_Bool gfpflags_allow_blocking(unsigned int flags);

_Bool gfpflags_allow_blocking(unsigned int flags)
{
	return flags & __GFP_DIRECT_RECLAIM;
}

void *__kmalloc(unsigned long size, unsigned int flags);
void *__kmalloc_node_noprof(unsigned long size, void *buckets, unsigned int flags, int node);
void *kmemdup(const void *from, unsigned long size, unsigned int flags);
void *vmalloc(unsigned long size);
int kmem_cache_alloc_bulk(void *cache, unsigned int flags, unsigned long count, void **objects);
int kmem_cache_alloc_bulk_noprof(void *cache, unsigned int flags, unsigned long count, void **objects);
void might_alloc(unsigned int flags);
void vfree(const void *address);
void kvfree(const void *address);
void kvfree_call_rcu(void *head, const void *object);
_Bool slab_is_available(void);

/* include/linux/sched/mm.h: the kernel's own, which the models call */
static unsigned int task_flags;

unsigned int memalloc_flags_save(unsigned int flags);
unsigned int memalloc_flags_save(unsigned int flags)
{
	unsigned int old = ~task_flags & flags;

	task_flags |= flags;
	return old;
}

void memalloc_flags_restore(unsigned int flags);
void memalloc_flags_restore(unsigned int flags)
{
	task_flags &= ~flags;
}

unsigned int memalloc_noreclaim_save(void);
unsigned int memalloc_noreclaim_save(void)
{
	return memalloc_flags_save(0x800);
}

void memalloc_noreclaim_restore(unsigned int flags);
void memalloc_noreclaim_restore(unsigned int flags)
{
	memalloc_flags_restore(flags);
}

unsigned int memalloc_nofs_save(void);
unsigned int memalloc_nofs_save(void)
{
	return memalloc_flags_save(0x40000);
}

void memalloc_nofs_restore(unsigned int flags);
void memalloc_nofs_restore(unsigned int flags)
{
	memalloc_flags_restore(flags);
}
unsigned long _copy_from_user(void *to, const void *from, unsigned long bytes);
unsigned long _copy_to_user(void *to, const void *from, unsigned long bytes);

/* ---- what allocators return ---- */

int test_nothing_is_allocated_at_no_cost(const void *from)	// events: none
{
	__probe_value(__kmalloc(0, GFP_KERNEL) == ZERO_SIZE_PTR);	// {1}
	__probe_value(__kmalloc_node_noprof(0, 0, GFP_KERNEL, 1) == ZERO_SIZE_PTR);	// {1}
	__probe_value(kmemdup(from, 0, GFP_KERNEL) == ZERO_SIZE_PTR);	// {1}
	return 0;
}

int test_a_bulk_returns_any_number(void *cache, void **objects)	// events: none
{
	objects[1] = cache;
	__probe_value(kmem_cache_alloc_bulk(cache, GFP_NOWAIT, 4, objects) == -1000);	// {0..1}
	__probe_value(objects[1] == cache);	// {0..1}
	__probe_value(kmem_cache_alloc_bulk_noprof(cache, GFP_NOWAIT, 4, objects) == -1000);	// {0..1}
	return 0;
}

/* ---- whether they sleep ---- */

int test_flags_without_reclaim_never_sleep(void *cache, void **objects, unsigned long size)	// events: none
{
	__kmalloc(size, GFP_NOWAIT);
	kmem_cache_alloc_bulk(cache, GFP_NOWAIT, 4, objects);
	might_alloc(GFP_NOWAIT);
	return 0;
}

int test_kmem_cache_alloc_bulk_sleeps(void *some, void **objects)	// events: reclaim sleep
{
	return kmem_cache_alloc_bulk(some, GFP_KERNEL, 4, objects);
}

int test_kmem_cache_alloc_bulk_noprof_sleeps(void *some, void **objects)	// events: reclaim sleep
{
	return kmem_cache_alloc_bulk_noprof(some, GFP_KERNEL, 4, objects);
}

int test_a_scope_keeps_allocation_from_reclaiming(void)	// events: scope sleep
{
	unsigned int flags = memalloc_noreclaim_save();

	__kmalloc(8, GFP_KERNEL);
	vmalloc(8);
	might_alloc(GFP_KERNEL);
	memalloc_noreclaim_restore(flags);
	return 0;
}

int test_a_scope_is_opened(void)	// events: scope
{
	__probe_value(memalloc_noreclaim_save() & ~0x800);	// {0}
	__probe_value(task_flags & 0x800);	// {2048}
	return 0;
}

int test_a_scope_is_closed(void)	// events: scope
{
	task_flags = 0x801;
	memalloc_noreclaim_restore(0x800);
	__probe_value(task_flags);	// {1}
	return 0;
}

int test_a_scope_of_flags_keeps_allocation_from_reclaiming(void)	// events: scope sleep
{
	unsigned int flags = memalloc_flags_save(0x40800);

	might_alloc(GFP_KERNEL);
	memalloc_flags_restore(flags);
	return 0;
}

int test_after_a_scope_of_flags_allocation_reclaims(void)	// events: reclaim scope sleep
{
	memalloc_flags_restore(memalloc_flags_save(0x800));
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_in_a_scope_of_other_flags_allocation_reclaims(void)	// events: reclaim sleep
{
	memalloc_flags_restore(memalloc_flags_save(0x40000));
	memalloc_flags_save(0x40000);
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_the_end_of_an_inner_scope_of_flags_leaves_the_outer_one_open(void)	// events: scope sleep
{
	unsigned int flags;

	memalloc_flags_save(0x800);
	flags = memalloc_flags_save(0x800);
	memalloc_flags_restore(flags);
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_after_two_scopes_of_flags_allocation_reclaims(void)	// events: reclaim scope sleep
{
	unsigned int outer, inner;

	task_flags = 0;
	outer = memalloc_flags_save(0x800);
	inner = memalloc_noreclaim_save();
	memalloc_noreclaim_restore(inner);
	memalloc_flags_restore(outer);
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_after_an_inner_scope_of_flags_and_the_outer_one_allocation_reclaims(void)	// events: reclaim scope sleep
{
	unsigned int outer, inner;

	task_flags = 0;
	outer = memalloc_flags_save(0x800);
	inner = memalloc_flags_save(0x800);
	memalloc_flags_restore(inner);
	memalloc_flags_restore(outer);
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_after_a_scope_of_a_task_without_the_flag_allocation_reclaims(void)	// events: reclaim scope sleep
{
	task_flags = 0;
	memalloc_noreclaim_restore(memalloc_noreclaim_save());
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_an_outer_scope_stays_open_where_the_flags_are_no_longer_known(unsigned int any)	// events: scope sleep
{
	memalloc_noreclaim_save();
	task_flags = any;
	memalloc_flags_restore(memalloc_flags_save(0x800));
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_a_second_scope_keeps_allocation_from_reclaiming(void)	// events: scope sleep
{
	task_flags = 0;
	memalloc_noreclaim_restore(memalloc_noreclaim_save());
	memalloc_noreclaim_save();
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_the_end_of_a_scope_of_flags_is_told(void)	// events: scope
{
	memalloc_flags_restore(0x800);
	return 0;
}

int test_flags_that_callers_set_keep_all_from_reclaiming(void)	// events: scope sleep
{
	unsigned int flags;

	task_flags = 0x800;
	flags = memalloc_flags_save(0x800);
	memalloc_flags_restore(flags);
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_a_scope_of_nofs_is_told_by_its_own_model(void)	// events: reclaim sleep
{
	task_flags = 0;
	memalloc_nofs_restore(memalloc_nofs_save());
	__probe_value(task_flags & 0x40000);	// {0}
	memalloc_nofs_save();
	__probe_value(task_flags & 0x40000);	// {262144}
	might_alloc(GFP_KERNEL);
	return 0;
}

int test_after_a_scope_allocation_reclaims(void)	// events: reclaim scope sleep
{
	memalloc_noreclaim_restore(memalloc_noreclaim_save());
	might_alloc(GFP_KERNEL);
	return 0;
}

/* ---- freeing ---- */

int test_freeing_virtual_memory_sleeps(void *address)	// events: sleep
{
	vfree(address);
	return 0;
}

int test_locked_freeing_virtual_memory_sleeps(void *address)	// events: sleep
{
	vfree(address);
	return 0;
}

int test_bh_off_freeing_virtual_memory_is_left_to_a_worker(void *address)	// events: none
{
	vfree(address);
	kvfree(address);
	return 0;
}

int test_freeing_what_may_be_virtual_sleeps(void *address)	// events: sleep
{
	kvfree(address);
	return 0;
}

int test_freeing_what_may_be_virtual_need_not_sleep(void *address)
{
	kvfree(address);
	__probe_reached();	// yes
	return 0;
}

int test_freeing_nothing_does_not_sleep(void)	// events: none
{
	kvfree(0);
	return 0;
}

int test_a_head_is_room_to_remember_an_object(void *head, void *object)	// events: none
{
	if (head)
		kvfree_call_rcu(head, object);
	return 0;
}

int test_without_a_head_room_is_allocated(void *object)	// events: reclaim sleep
{
	kvfree_call_rcu(0, object);
	return 0;
}

int test_a_scope_keeps_freeing_from_reclaiming(void *object)	// events: scope sleep
{
	memalloc_noreclaim_save();
	kvfree_call_rcu(0, object);
	return 0;
}

/* ---- others ---- */

int test_the_machine_has_booted(void)
{
	__probe_value(slab_is_available());	// {1}
	return 0;
}

int test_what_is_not_copied_from_a_user_is_no_more_than_all(int *here, void *there)	// events: sleep
{
	*here = 5;
	__probe_value(_copy_from_user(here, there, 8));	// {0..8}
	__probe_value(*here == 5);	// {0..1}
	return 0;
}

int test_what_is_not_copied_to_a_user_is_no_more_than_all(int *here, void *there)	// events: sleep
{
	__probe_value(_copy_to_user(there, here, 8));	// {0..8}
	return 0;
}

int test_nothing_is_copied_whole(void *here, void *there)
{
	__probe_value(_copy_from_user(here, there, 0));	// {0}
	__probe_value(_copy_to_user(there, here, 0));	// {0}
	return 0;
}
