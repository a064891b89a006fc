// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel knows of its own context: include/linux/preempt.h. in_interrupt(), in_atomic(), in_task() and
 * their like read this count.
 */
#include "mncheck.h"

/* The task that runs the callback is one all the time. arch/<architecture>/include/asm/current.h */
const void *__mn_given_task;

const void *get_current(void)
{
	return __mn_given_task;
}

/* What is known when the callback is entered: a value of enum contract_context. */
int __mn_context;

#define CONTEXT_LOCKED 1
#define CONTEXT_BH_OFF 2

#define PREEMPT_MASK 0xff
#define PREEMPT_OFF 1
#define BH_OFF 0x200

/* The callback may have entered further sections that forbid preemption. */
int preempt_count(void)
{
	int sections = __mn_others() & PREEMPT_MASK;

	if (__mn_context == CONTEXT_BH_OFF)
		return BH_OFF | sections;
	if (__mn_context == CONTEXT_LOCKED)
		return PREEMPT_OFF + (sections >> 1);
	return sections;
}
