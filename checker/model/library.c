// SPDX-License-Identifier: GPL-2.0-only
/*
 * Leaves: library functions that touch only what they are given and never wait. Their
 * source is in assembly, behind macros, or long, and says nothing that a verdict needs.
 */
#include "mncheck.h"

#define ANY_INT(name)                                                          \
	int name(const void *first, ...)                                       \
	{                                                                      \
		(void)first;                                                   \
		return __mn_any();                                             \
	}
#define ANY_LONG(name)                                                         \
	long name(const void *first, ...)                                      \
	{                                                                      \
		(void)first;                                                   \
		return __mn_any_long();                                        \
	}
#define ANY_POINTER(name)                                                      \
	void *name(const void *first, ...)                                     \
	{                                                                      \
		(void)first;                                                   \
		return __mn_any_pointer();                                     \
	}
/* A node, or none; never an error pointer. */
#define OBJECT_OR_NULL(name)                                                   \
	void *name(const void *first, ...)                                     \
	{                                                                      \
		(void)first;                                                   \
		return EITHER ? NULL : __mn_object();                          \
	}
#define CHANGES_FIRST(name)                                                    \
	void *name(void *first, ...)                                           \
	{                                                                      \
		__mn_opaque(first);                                            \
		return first;                                                  \
	}

/* lib/string.c, arch/.../lib: memory */
CHANGES_FIRST(memset)
CHANGES_FIRST(memcpy)
CHANGES_FIRST(memmove)
CHANGES_FIRST(__memset)
CHANGES_FIRST(__memcpy)
CHANGES_FIRST(strcpy)
CHANGES_FIRST(strncpy)
CHANGES_FIRST(strscpy)
CHANGES_FIRST(sized_strscpy)
CHANGES_FIRST(memset16)
CHANGES_FIRST(memset32)
CHANGES_FIRST(memset64)
CHANGES_FIRST(snprintf)
CHANGES_FIRST(scnprintf)
CHANGES_FIRST(sprintf)
ANY_INT(memcmp)
ANY_INT(bcmp)
ANY_INT(strcmp)
ANY_INT(strncmp)
ANY_LONG(strlen)
ANY_LONG(strnlen)
OBJECT_OR_NULL(memchr_inv)

/* lib/find_bit.c, lib/bitmap.c, lib/hweight.c */
ANY_LONG(_find_first_bit)
ANY_LONG(_find_next_bit)
ANY_LONG(_find_first_zero_bit)
ANY_LONG(_find_next_zero_bit)
ANY_LONG(_find_last_bit)
ANY_LONG(_find_first_and_bit)
ANY_LONG(_find_next_and_bit)
ANY_LONG(_find_next_andnot_bit)
ANY_INT(__bitmap_weight)
ANY_INT(__bitmap_empty)
ANY_INT(__bitmap_and)
ANY_INT(__bitmap_andnot)
ANY_INT(__bitmap_subset)
ANY_INT(__bitmap_intersects)
ANY_INT(__sw_hweight32)
ANY_LONG(__sw_hweight64)
ANY_INT(cpumask_next_wrap)
ANY_INT(__next_node_in)
CHANGES_FIRST(__bitmap_or)
CHANGES_FIRST(__bitmap_set)
CHANGES_FIRST(__bitmap_clear)

/* lib/list_debug.c: a corrupt list is reported, and nothing done to it */
ANY_INT(__list_add_valid_or_report)
ANY_INT(__list_del_entry_valid_or_report)
ANY_INT(__list_add_valid)
ANY_INT(__list_del_entry_valid)

/* lib/rbtree.c, and the interval trees, which a macro makes of it */
OBJECT_OR_NULL(rb_first)
OBJECT_OR_NULL(rb_last)
OBJECT_OR_NULL(rb_next)
OBJECT_OR_NULL(rb_prev)
OBJECT_OR_NULL(rb_first_postorder)
OBJECT_OR_NULL(rb_next_postorder)
OBJECT_OR_NULL(interval_tree_iter_first)
OBJECT_OR_NULL(interval_tree_iter_next)
CHANGES_FIRST(rb_insert_color)
CHANGES_FIRST(rb_erase)
CHANGES_FIRST(rb_replace_node)
CHANGES_FIRST(__rb_erase_color)
CHANGES_FIRST(__rb_insert_augmented)
CHANGES_FIRST(interval_tree_insert)
CHANGES_FIRST(interval_tree_remove)

/* lib/xarray.c, reading: under RCU, never waits */
ANY_POINTER(xa_load)
ANY_POINTER(xas_load)
ANY_POINTER(xas_find)
ANY_POINTER(xas_find_marked)
ANY_POINTER(xas_next_entry)
ANY_POINTER(idr_find)
ANY_POINTER(radix_tree_lookup)
ANY_INT(xa_get_mark)

void *xa_find(const void *xa, unsigned long *index, unsigned long most, unsigned int filter)
{
	(void)xa;
	(void)most;
	(void)filter;
	*index = (unsigned long)__mn_any_long();
	return __mn_any_pointer();
}

void *xa_find_after(const void *xa, unsigned long *index, unsigned long most,
		    unsigned int filter)
{
	return xa_find(xa, index, most, filter);
}

/* lib/refcount.c and checks that only warn */
ANY_INT(refcount_warn_saturate)
ANY_INT(debug_smp_processor_id)
ANY_INT(__this_cpu_preempt_check)
ANY_INT(preempt_count_add)
ANY_INT(preempt_count_sub)
ANY_INT(debug_lockdep_rcu_enabled)
ANY_INT(rcu_read_lock_held)
ANY_INT(rcu_read_lock_bh_held)
ANY_INT(rcu_read_lock_sched_held)
ANY_INT(rcu_read_lock_any_held)
ANY_INT(srcu_check_nmi_safety)
ANY_INT(__srcu_check_read_flavor)
ANY_INT(lockdep_assert_in_softirq)
ANY_INT(debug_object_activate)
ANY_INT(debug_object_deactivate)
ANY_INT(debug_object_init)
ANY_INT(debug_object_init_on_stack)
ANY_INT(debug_object_free)
ANY_INT(__sanitizer_cov_trace_pc)
ANY_INT(mmap_assert_locked)
ANY_INT(mmap_assert_write_locked)

/* kernel/time: clocks */
ANY_LONG(ktime_get)
ANY_LONG(ktime_get_raw)
ANY_LONG(ktime_get_mono_fast_ns)
ANY_LONG(ktime_get_with_offset)
ANY_LONG(get_jiffies_64)
ANY_LONG(sched_clock)
ANY_LONG(local_clock)
ANY_LONG(nsecs_to_jiffies)
ANY_LONG(jiffies_to_msecs)
ANY_LONG(jiffies_to_usecs)
ANY_LONG(__msecs_to_jiffies)
ANY_LONG(__usecs_to_jiffies)

/* Busy waits: other CPUs are made to do something, and spun for. */
ANY_INT(smp_call_function_many)
ANY_INT(smp_call_function_single)
ANY_INT(smp_call_function_any)
ANY_INT(smp_call_function)
ANY_INT(on_each_cpu_cond_mask)
ANY_INT(wbinvd_on_all_cpus)
ANY_INT(__udelay)
ANY_INT(__ndelay)
ANY_INT(__const_udelay)
ANY_INT(__delay)

/* Somebody is told to go on: takes spinning locks only. */
ANY_INT(wake_up_process)
ANY_INT(wake_up_state)
ANY_INT(default_wake_function)
ANY_INT(autoremove_wake_function)
ANY_INT(__wake_up_locked)
ANY_INT(__wake_up_sync)
ANY_INT(wake_up_bit)
ANY_INT(wake_up_var)
ANY_INT(rcuwait_wake_up)
ANY_INT(irq_work_queue)
ANY_INT(__tasklet_schedule)
ANY_INT(__tasklet_hi_schedule)
ANY_INT(mod_timer)
ANY_INT(add_timer)
ANY_INT(timer_delete)
ANY_INT(del_timer)
ANY_INT(call_srcu)
ANY_INT(kick_process)
