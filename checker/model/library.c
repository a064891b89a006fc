// SPDX-License-Identifier: GPL-2.0-only
/*
 * Leaves: library functions that touch only their arguments and never wait. Their source
 * is in assembly, behind macros, or long, and no verdict depends on it.
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
/* Returns a node or NULL, never an error pointer. */
#define OBJECT_OR_NULL(name)                                                   \
	void *name(const void *first, ...)                                     \
	{                                                                      \
		(void)first;                                                   \
		return EITHER ? NULL : __mn_object();                          \
	}
#define COPIES(name)                                                           \
	void *name(void *to, const void *from, unsigned long bytes)            \
	{                                                                      \
		__mn_copy(to, from, bytes);                                    \
		return to;                                                     \
	}
#define FILLS(name)                                                            \
	void *name(void *to, int byte, unsigned long bytes)                    \
	{                                                                      \
		__mn_fill(to, byte, bytes);                                    \
		return to;                                                     \
	}
/* Writes text or a pattern of any length. */
#define WRITES(name)                                                           \
	long name(void *to, ...)                                               \
	{                                                                      \
		__mn_fill(to, __mn_any(), (unsigned long)__mn_any_long());     \
		return __mn_any_long();                                        \
	}
#define WRITES_AND_RETURNS(name)                                               \
	void *name(void *to, ...)                                              \
	{                                                                      \
		__mn_fill(to, __mn_any(), (unsigned long)__mn_any_long());     \
		return to;                                                     \
	}
/* Changes all objects that are linked with it. */
#define RELINKS(name)                                                          \
	void name(void *first, ...)                                            \
	{                                                                      \
		__mn_opaque(first);                                            \
	}

/* lib/string.c, arch/.../lib: memory */
COPIES(memcpy)
COPIES(memmove)
COPIES(__memcpy)
COPIES(__memmove)
FILLS(memset)
FILLS(__memset)
WRITES_AND_RETURNS(strcpy)
WRITES_AND_RETURNS(strncpy)
WRITES_AND_RETURNS(memset16)
WRITES_AND_RETURNS(memset32)
WRITES_AND_RETURNS(memset64)
WRITES(strscpy)
WRITES(sized_strscpy)
OBJECT_OR_NULL(memchr_inv)

/* So many characters are looked at one by one; what the others make of it is not told. */
#define COMPARED 16

/* The order of A and B of up to MOST bytes; strings end with a zero. Architectures return 1 or the difference. */
static int order_of(const void *a, const void *b, unsigned long most, bool are_strings)
{
	const unsigned char *x = a, *y = b;

	for (unsigned long i = 0; i < COMPARED; i++) {
		if (i >= most)
			return 0;
		if (x[i] != y[i])
			return x[i] - y[i];
		if (are_strings && !x[i])
			return 0;
	}
	return a == b || most <= COMPARED ? 0 : (int)__mn_computed();
}

int strcmp(const char *a, const char *b)
{
	return order_of(a, b, ~0ul, true);
}

int strncmp(const char *a, const char *b, unsigned long most)
{
	return order_of(a, b, most, true);
}

int memcmp(const void *a, const void *b, unsigned long bytes)
{
	return order_of(a, b, bytes, false);
}

int bcmp(const void *a, const void *b, unsigned long bytes)
{
	return order_of(a, b, bytes, false);
}

unsigned long strnlen(const char *text, unsigned long most)
{
	unsigned long length;

	for (unsigned long i = 0; i < COMPARED; i++)
		if (i >= most || !text[i])
			return i;
	if (most <= COMPARED)
		return most;
	length = (unsigned long)__mn_computed();
	__mn_assume(length >= COMPARED && length <= most);
	return length;
}

unsigned long strlen(const char *text)
{
	return strnlen(text, ~0ul >> 1);
}

/* lib/find_bit.c, lib/bitmap.c, lib/hweight.c: of so many words it is told which bit is the first. */
#define WORDS 4
#define WORD_BITS 64

static unsigned long less_of(unsigned long a, unsigned long b)
{
	return a < b ? a : b;
}

/* The first bit of A, with INVERTED of what A has not, that B has as well (NULL: any); or SIZE. */
static unsigned long first_bit(const unsigned long *a, const unsigned long *b, unsigned long size, bool inverted)
{
	unsigned long found;

	for (unsigned long i = 0; i < WORDS; i++) {
		unsigned long word = 0;

		if (i * WORD_BITS >= size)
			return size;
		word = a[i];
		if (inverted)
			word = ~word;
		if (b)
			word &= b[i];
		if (word)
			return less_of(i * WORD_BITS + (unsigned long)__builtin_ctzl(word), size);
	}
	if (size <= WORDS * WORD_BITS)
		return size;
	found = (unsigned long)__mn_computed();
	__mn_assume(found >= WORDS * WORD_BITS && found <= size);
	return found;
}

/* Of what begins elsewhere the bounds are told. */
static unsigned long bit_between(unsigned long first, unsigned long size)
{
	unsigned long found = (unsigned long)__mn_any_long();

	if (first >= size)
		return size;
	__mn_assume(found >= first && found <= size);
	return found;
}

unsigned long _find_first_bit(const unsigned long *bits, unsigned long size)
{
	return first_bit(bits, NULL, size, false);
}

unsigned long _find_first_zero_bit(const unsigned long *bits, unsigned long size)
{
	return first_bit(bits, NULL, size, true);
}

unsigned long _find_first_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size)
{
	return first_bit(a, b, size, false);
}

unsigned long _find_next_bit(const unsigned long *bits, unsigned long size, unsigned long first)
{
	return first ? bit_between(first, size) : first_bit(bits, NULL, size, false);
}

unsigned long _find_next_zero_bit(const unsigned long *bits, unsigned long size, unsigned long first)
{
	return first ? bit_between(first, size) : first_bit(bits, NULL, size, true);
}

unsigned long _find_next_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size,
				 unsigned long first)
{
	return first ? bit_between(first, size) : first_bit(a, b, size, false);
}

unsigned long _find_next_andnot_bit(const unsigned long *a, const unsigned long *b, unsigned long size,
				    unsigned long first)
{
	(void)a;
	(void)b;
	return bit_between(first, size);
}

unsigned long _find_last_bit(const unsigned long *bits, unsigned long size)
{
	(void)bits;
	return bit_between(0, size);
}

bool __bitmap_empty(const unsigned long *bits, unsigned int size)
{
	return first_bit(bits, NULL, size, false) == size;
}

bool __bitmap_full(const unsigned long *bits, unsigned int size)
{
	return first_bit(bits, NULL, size, true) == size;
}

unsigned int __bitmap_weight(const unsigned long *bits, unsigned int size)
{
	unsigned int weight = (unsigned int)__mn_any();

	(void)bits;
	__mn_assume(weight <= size);
	return weight;
}

unsigned int __sw_hweight32(unsigned int word)
{
	return (unsigned int)__builtin_popcount(word);
}

unsigned long __sw_hweight64(unsigned long long word)
{
	return (unsigned long)__builtin_popcountll(word);
}

ANY_INT(__bitmap_and)
ANY_INT(__bitmap_andnot)
ANY_INT(__bitmap_subset)
ANY_INT(__bitmap_intersects)
ANY_INT(cpumask_next_wrap)
ANY_INT(__next_node_in)
WRITES_AND_RETURNS(__bitmap_or)
WRITES_AND_RETURNS(__bitmap_set)
WRITES_AND_RETURNS(__bitmap_clear)

/*
 * asm/bitops.h: the number of the highest bit, from 1; 0 if there is none. Assembly on some architectures,
 * and no branch.
 */
int fls(unsigned int word)
{
	return 32 - __builtin_clz(word | 1) - !word;
}

int fls64(unsigned long long word)
{
	return 64 - __builtin_clzll(word | 1) - !word;
}

/* lib/list_debug.c: these report a corrupt list, and change nothing. Callbacks are judged with lists that are whole. */
#define WHOLE_LIST(name)                                                       \
	bool name(const void *first, ...)                                      \
	{                                                                      \
		(void)first;                                                   \
		return true;                                                   \
	}
WHOLE_LIST(__list_add_valid_or_report)
WHOLE_LIST(__list_del_entry_valid_or_report)
WHOLE_LIST(__list_add_valid)
WHOLE_LIST(__list_del_entry_valid)

/* lib/rbtree.c, and the interval trees that a macro makes from it */
OBJECT_OR_NULL(rb_first)
OBJECT_OR_NULL(rb_last)
OBJECT_OR_NULL(rb_next)
OBJECT_OR_NULL(rb_prev)
OBJECT_OR_NULL(rb_first_postorder)
OBJECT_OR_NULL(rb_next_postorder)
OBJECT_OR_NULL(interval_tree_iter_first)
OBJECT_OR_NULL(interval_tree_iter_next)
RELINKS(rb_insert_color)
RELINKS(rb_erase)
RELINKS(rb_replace_node)
RELINKS(__rb_erase_color)
RELINKS(__rb_insert_augmented)
RELINKS(interval_tree_insert)
RELINKS(interval_tree_remove)

/* lib/xarray.c: readers run under RCU and never wait */
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

/*
 * Random numbers and physical addresses: lib/, drivers/char/random.c,
 * arch/<architecture>/mm/physaddr.c, mm/vmalloc.c
 */
ANY_INT(get_random_u32)
ANY_INT(__get_random_u32_below)
ANY_LONG(__phys_addr)
ANY_LONG(__phys_addr_symbol)
ANY_INT(is_vmalloc_addr)
ANY_INT(cc_platform_has)
ANY_POINTER(dev_driver_string)

/* Calls on other CPUs: they spin until the others have answered. */
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

/* These initialise objects. */
ANY_INT(__init_work)
ANY_INT(init_timer_key)
ANY_INT(__raw_spin_lock_init)
ANY_INT(__rwlock_init)

/* Accesses to PCI configuration space take a raw spinlock: drivers/pci/access.c */
#define CONFIG(size)                                                           \
	int pci_bus_##size(const void *bus, unsigned int device, int where, ...) \
	{                                                                      \
		(void)device;                                                  \
		(void)where;                                                   \
		return (int)__mn_opaque(bus);                                  \
	}
CONFIG(read_config_byte)
CONFIG(read_config_word)
CONFIG(read_config_dword)
CONFIG(write_config_byte)
CONFIG(write_config_word)
CONFIG(write_config_dword)

/* Reads the vendor's number, with no time to wait for it: drivers/pci/pci.c */
bool pci_device_is_present(const void *device)
{
	(void)device;
	return EITHER;
}

/* The last reference is dropped later, by task work or a work item: fs/file_table.c */
void fput(void *file)
{
	__mn_opaque(file);
}

/*
 * Interrupts that came while they were off run here: powerpc calls their handlers, elsewhere the processor does.
 * They are no part of the callback.
 */
ANY_INT(arch_local_irq_restore)

/* These wake tasks and take spinning locks only. */
ANY_INT(wake_up_process)
ANY_INT(wake_up_state)
ANY_INT(default_wake_function)
ANY_INT(autoremove_wake_function)
ANY_INT(__wake_up_locked)
ANY_INT(__wake_up_locked_key)
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

/* These ask for the preemption model; a macro defines them. kernel/sched/core.c */
ANY_INT(preempt_model_none)
ANY_INT(preempt_model_voluntary)
ANY_INT(preempt_model_full)
ANY_INT(preempt_model_lazy)

/* arch/.../include/asm/mshyperv.h: calls the hypervisor, which returns without sleeping. */
unsigned long hv_do_hypercall(unsigned long control, const void *input, void *output)
{
	(void)control;
	(void)input;
	__mn_fill(output, __mn_any(), (unsigned long)__mn_any_long());
	return (unsigned long)__mn_any_long();
}
