// SPDX-License-Identifier: GPL-2.0-only
/*
 * Logs, traces and run-time checkers: they change nothing that a verdict depends on. What those return that return
 * something, such as the length of what was printed, is any value.
 */
#include "mncheck.h"

#define SILENT(name)                                                           \
	int name(const void *first, ...)                                       \
	{                                                                      \
		(void)first;                                                   \
		return __mn_any();                                             \
	}
SILENT(_printk)
SILENT(printk)
SILENT(_printk_deferred)
SILENT(_dev_printk)
SILENT(_dev_emerg)
SILENT(_dev_alert)
SILENT(_dev_crit)
SILENT(_dev_err)
SILENT(_dev_warn)
SILENT(_dev_notice)
SILENT(_dev_info)
SILENT(__dynamic_pr_debug)
SILENT(__dynamic_dev_dbg)
SILENT(__dynamic_ibdev_dbg)
SILENT(ibdev_err)
SILENT(ibdev_warn)
SILENT(ibdev_info)
SILENT(__drm_dev_dbg)
SILENT(__drm_err)
SILENT(__drm_dbg)
SILENT(drm_dev_printk)
SILENT(__trace_printk)
SILENT(__trace_bprintk)
SILENT(__trace_bputs)
SILENT(__warn_printk)
SILENT(__SCT__WARN_trap)
SILENT(dump_stack)
SILENT(lockdep_rcu_suspicious)
SILENT(lock_acquire)
SILENT(lock_release)
SILENT(lockdep_init_map_type)
SILENT(lockdep_init_map_waits)
SILENT(lock_set_class)
SILENT(lock_downgrade)
SILENT(lock_sync)
SILENT(kasan_check_range)
SILENT(__kasan_check_read)
SILENT(__kasan_check_write)
SILENT(__kcsan_check_access)
SILENT(kmsan_check_memory)

/* Accounting: no path depends on the counters. */
SILENT(psi_memstall_enter)
SILENT(psi_memstall_leave)
SILENT(__delayacct_thrashing_start)
SILENT(__delayacct_thrashing_end)
SILENT(mod_node_page_state)
SILENT(__mod_node_page_state)
SILENT(__lruvec_stat_mod_folio)
SILENT(__mod_lruvec_page_state)
SILENT(touch_softlockup_watchdog)
SILENT(arch_touch_nmi_watchdog)

/* Debugging: checks that at most complain, and functions that record what they complain about. */
SILENT(stack_trace_print)
SILENT(stack_trace_save)
SILENT(debug_show_held_locks)
SILENT(debug_locks_off)
SILENT(add_taint)
SILENT(__check_object_size)
SILENT(warn_bogus_irq_restore)
SILENT(__mn_prefix_debug_dma_)
SILENT(__mn_prefix___page_ref_)
SILENT(__mn_prefix_kmemleak_)

/* Print into a buffer. Any context may: printk() itself does. lib/vsprintf.c */
#define PRINTS(name)                                                           \
	int name(void *buffer, ...)                                            \
	{                                                                      \
		return (int)__mn_opaque(buffer);                               \
	}
PRINTS(vsnprintf)
PRINTS(vscnprintf)
PRINTS(vsprintf)
PRINTS(snprintf)
PRINTS(scnprintf)
PRINTS(sprintf)

/* The state of the run-time checkers is not modelled. */
int ___ratelimit(void *state, const char *name)
{
	(void)state;
	(void)name;
	return EITHER;
}

int lock_is_held_type(const void *lock, int read)
{
	(void)lock;
	(void)read;
	return __mn_any();
}

/* Tracepoints: the functions attached to them only look. */
#define TRACEPOINTS(prefix)                                                    \
	int __mn_prefix_##prefix(const void *first, ...)                       \
	{                                                                      \
		(void)first;                                                   \
		return __mn_any();                                             \
	}
TRACEPOINTS(__SCT__tp_func_)
TRACEPOINTS(__traceiter_)
TRACEPOINTS(trace_)

bool rcu_is_watching(void)
{
	return EITHER;
}

/* The machine stops: no contract binds what follows. */
void panic(const char *format, ...)
{
	(void)format;
	__mn_assume(false);
}
