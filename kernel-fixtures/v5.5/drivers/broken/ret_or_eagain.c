// SPDX-License-Identifier: GPL-2.0-only
/* `ret ? : -EAGAIN` was meant to keep an error; it makes one where there is none. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct gate {
	struct mmu_notifier notifier;
	spinlock_t lock;
	bool closed;
	unsigned int users;
};

static int close_gate(struct gate *gate)
{
	int ret = 0;

	spin_lock(&gate->lock);
	if (gate->users > 1024)
		ret = -EOVERFLOW;
	else
		gate->closed = true;
	spin_unlock(&gate->lock);
	return ret;
}

/*
 * expect: range-start ret_or_eagain_ops fails-blockable=violates
 *	wrong-errno=violates(-EOVERFLOW):
 *	-EAGAIN where close_gate() gives 0, -EOVERFLOW where it fails, whatever the context
 */
static int ret_or_eagain_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct gate *gate = container_of(mn, struct gate, notifier);
	int ret;

	ret = close_gate(gate);
	return ret ? : -EAGAIN;
}

const struct mmu_notifier_ops ret_or_eagain_ops = {
	.invalidate_range_start = ret_or_eagain_start,
};

MODULE_LICENSE("GPL");
