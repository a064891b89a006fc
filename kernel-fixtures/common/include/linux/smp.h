/* SPDX-License-Identifier: GPL-2.0-only */
/* Other processors are made to do something at once; who waits for them spins. */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <linux/sched.h>

typedef void (*smp_call_func_t)(void *info);
typedef bool (*smp_cond_func_t)(int cpu, void *info);
struct cpumask;

void on_each_cpu_cond_mask(smp_cond_func_t cond, smp_call_func_t func, void *info, bool wait,
			   const struct cpumask *mask);
int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait);
void kick_all_cpus_sync(void);

#define smp_processor_id()	READ_ONCE(current->cpu)

static inline void preempt_disable(void)
{
	current->preempt_count++;
	barrier();
}

static inline void preempt_enable(void)
{
	barrier();
	current->preempt_count--;
}

#define get_cpu()	({ preempt_disable(); smp_processor_id(); })
#define put_cpu()	preempt_enable()

static inline void on_each_cpu(smp_call_func_t func, void *info, int wait)
{
	on_each_cpu_cond_mask(NULL, func, info, wait, NULL);
}

#endif
