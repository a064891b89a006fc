// SPDX-License-Identifier: GPL-2.0-only
/* Whoever disables an interrupt waits for its handlers, unless told not to. */
#include <linux/interrupt.h>
#include <linux/sched.h>

#define IRQS	64

static struct {
	unsigned int depth;
	bool in_progress;
} irqs[IRQS];

void disable_irq_nosync(unsigned int irq)
{
	if (irq < IRQS)
		irqs[irq].depth++;
}

void disable_irq(unsigned int irq)
{
	might_sleep();
	disable_irq_nosync(irq);
	synchronize_irq(irq);
}

void enable_irq(unsigned int irq)
{
	if (irq < IRQS)
		irqs[irq].depth--;
}

/* The hard part of a handler is short: it is spun for. */
bool synchronize_hardirq(unsigned int irq)
{
	if (irq < IRQS)
		while (READ_ONCE(irqs[irq].in_progress))
			cpu_relax();
	return true;
}
