// SPDX-License-Identifier: GPL-2.0-only
/* What ends a range asks the bit of its flags by hand: the right one, the wrong one. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/rwsem.h>

struct ended {
	struct mmu_notifier by_hand, wrong_bit;
	struct rw_semaphore sem;
	unsigned long finished;
};

/* expect: range-end by_hand_ops: down_write only if the bit is set */
static void by_hand_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ended *ended = container_of(mn, struct ended, by_hand);
	bool may_wait = range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE;

	if (!may_wait)
		return;
	down_write(&ended->sem);
	ended->finished++;
	up_write(&ended->sem);
}

const struct mmu_notifier_ops by_hand_ops = {
	.invalidate_range_end = by_hand_end,
};

/*
 * expect: range-end wrong_bit_ops sleeps-nonblockable=violates:
 *	bit 1 is not the one: down_write may follow whatever bit 0 is
 */
static void wrong_bit_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct ended *ended = container_of(mn, struct ended, wrong_bit);

	if (!(range->flags & BIT(1)))
		return;
	down_write(&ended->sem);
	ended->finished++;
	up_write(&ended->sem);
}

const struct mmu_notifier_ops wrong_bit_ops = {
	.invalidate_range_end = wrong_bit_end,
};

MODULE_LICENSE("GPL");
