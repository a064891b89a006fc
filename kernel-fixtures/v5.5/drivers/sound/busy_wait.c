// SPDX-License-Identifier: GPL-2.0-only
/* Spinning on a register is not sleeping. Nor does this start ever fail, so an end is allowed. */
#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/wait.h>

#define FLUSH_BUSY	BIT(0)

struct spinner {
	struct mmu_notifier notifier;
	spinlock_t lock;
	atomic_t active;
	wait_queue_head_t idle;
	void *regs;
};

static int wait_flushed(struct spinner *spinner)
{
	unsigned int tries;

	for (tries = 0; tries < 100000; tries++) {
		if (!(readl(spinner->regs) & FLUSH_BUSY))
			return 0;
		cpu_relax();
		udelay(1);
	}
	return -ETIMEDOUT;
}

/* expect: range-start busy_wait_ops: returns 0 only, so the end is legal; wait_flushed() spins */
static int busy_wait_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct spinner *spinner = container_of(mn, struct spinner, notifier);

	atomic_inc(&spinner->active);
	spin_lock(&spinner->lock);
	writel(FLUSH_BUSY, spinner->regs);
	if (wait_flushed(spinner))
		pr_err("flush of %lx-%lx timed out\n", range->start, range->end);
	spin_unlock(&spinner->lock);
	return 0;
}

/* expect: range-end busy_wait_ops: an atomic and wake_up_all */
static void busy_wait_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct spinner *spinner = container_of(mn, struct spinner, notifier);

	if (atomic_dec_and_test(&spinner->active))
		wake_up_all(&spinner->idle);
}

const struct mmu_notifier_ops busy_wait_ops = {
	.invalidate_range_start = busy_wait_start,
	.invalidate_range_end = busy_wait_end,
};

MODULE_LICENSE("GPL");
