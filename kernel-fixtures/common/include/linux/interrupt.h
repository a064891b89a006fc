/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/types.h>

struct tasklet_struct {
	unsigned long state;
	void (*func)(unsigned long data);
	unsigned long data;
};

void __tasklet_schedule(struct tasklet_struct *tasklet);
void tasklet_kill(struct tasklet_struct *tasklet);

static inline void tasklet_schedule(struct tasklet_struct *tasklet)
{
	if (!(__atomic_fetch_or(&tasklet->state, 1, __ATOMIC_ACQUIRE) & 1))
		__tasklet_schedule(tasklet);
}

void disable_irq_nosync(unsigned int irq);
void disable_irq(unsigned int irq);
void enable_irq(unsigned int irq);
bool synchronize_hardirq(unsigned int irq);
void synchronize_irq(unsigned int irq);

#endif
