/* SPDX-License-Identifier: GPL-2.0-only */
/* What a function is told of its context. */
#ifndef _LINUX_PREEMPT_H
#define _LINUX_PREEMPT_H

#include <linux/sched.h>

#define SOFTIRQ_OFFSET	0x00000100
#define SOFTIRQ_MASK	0x0000ff00
#define HARDIRQ_MASK	0x000f0000
#define NMI_MASK	0x00f00000

static inline int preempt_count(void)
{
	return READ_ONCE(current->preempt_count);
}

#define in_atomic()		(preempt_count() != 0)
#define in_interrupt()		(preempt_count() & (SOFTIRQ_MASK | HARDIRQ_MASK | NMI_MASK))
#define in_hardirq()		(preempt_count() & HARDIRQ_MASK)
#define in_serving_softirq()	(preempt_count() & SOFTIRQ_OFFSET)
#define in_softirq()		(preempt_count() & SOFTIRQ_MASK)
#define in_nmi()		(preempt_count() & NMI_MASK)
#define in_task()		(!(in_nmi() | in_hardirq() | in_serving_softirq()))

#endif
