// SPDX-License-Identifier: GPL-2.0-only
/* models: context.c */
void __probe_value(long value);
int preempt_count(void);
struct task_struct { int flags; };
struct task_struct *get_current(void);
void opaque(void);

/* include/linux/preempt.h, with the bits of all releases since 4.19 */
#define in_atomic() (preempt_count() != 0)
#define in_interrupt() (preempt_count() & 0xffff00)
#define in_softirq() (preempt_count() & 0xff00)
#define in_serving_softirq() (preempt_count() & 0x100)
#define in_hardirq() (preempt_count() & 0xf0000)
#define in_nmi() (preempt_count() & 0xf00000)
#define in_task() (!(in_nmi() | in_hardirq() | in_serving_softirq()))

int test_the_task_is_one_all_the_time(void)
{
	struct task_struct *task = get_current();

	get_current()->flags = 5;
	__probe_value(task != 0);	// {1}
	__probe_value(task->flags);	// {5}
	opaque();
	__probe_value(task == get_current());	// {1}
	return 0;
}

int test_a_notifier_runs_in_a_process(void)
{
	__probe_value(in_interrupt());	// {0}
	__probe_value(in_softirq());	// {0}
	__probe_value(in_hardirq());	// {0}
	__probe_value(in_nmi());	// {0}
	__probe_value(in_task());	// {1}
	__probe_value(in_atomic());	// {0..1}
	return 0;
}

int test_locked_context_is_atomic(void)
{
	__probe_value(in_interrupt());	// {0}
	__probe_value(in_task());	// {1}
	__probe_value(in_atomic());	// {1}
	__probe_value(preempt_count() == 1);	// {0..1}
	__probe_value(preempt_count());	// {1..128}
	return 0;
}

int test_bh_off_context_counts_as_an_interrupt(void)
{
	__probe_value(in_interrupt() != 0);	// {1}
	__probe_value(in_softirq() != 0);	// {1}
	__probe_value(in_serving_softirq());	// {0}
	__probe_value(in_hardirq());	// {0}
	__probe_value(in_task());	// {1}
	__probe_value(in_atomic());	// {1}
	__probe_value(preempt_count() == 0x200);	// {0..1}
	return 0;
}
