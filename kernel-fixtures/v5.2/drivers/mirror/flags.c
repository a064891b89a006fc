// SPDX-License-Identifier: GPL-2.0-only
/* Told by a bit of the range's flags, asked by hand and through the helper. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct flags_mirror {
	struct mmu_notifier by_hand, copied, helped, wrong_bit, masked;
	struct mutex lock;
	unsigned long zapped;
};

static void zap(struct flags_mirror *mirror)
{
	mutex_lock(&mirror->lock);
	mirror->zapped++;
	mutex_unlock(&mirror->lock);
}

/* expect: range-start flags_by_hand_ops: the bit is tested by hand, first */
static int flags_by_hand_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!(range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE))
		return -EAGAIN;
	zap(container_of(mn, struct flags_mirror, by_hand));
	return 0;
}

const struct mmu_notifier_ops flags_by_hand_ops = {
	.invalidate_range_start = flags_by_hand_start,
};

/*
 * All flags are copied, more are set, and the one bit is asked for in the end.
 * expect: range-start flags_copied_ops:
 *	bit 8 is set by hand, so the comparison with BIT(8) says that bit 0 is clear
 */
static int flags_copied_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags = range->flags | BIT(8);

	if ((flags & (MMU_NOTIFIER_RANGE_BLOCKABLE | BIT(8))) == BIT(8))
		return -EAGAIN;
	zap(container_of(mn, struct flags_mirror, copied));
	return 0;
}

const struct mmu_notifier_ops flags_copied_ops = {
	.invalidate_range_start = flags_copied_start,
};

/* expect: range-start flags_helped_ops: -EAGAIN is what is left when not blockable */
static int flags_helped_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (mmu_notifier_range_blockable(range)) {
		zap(container_of(mn, struct flags_mirror, helped));
		return 0;
	}
	return -EAGAIN;
}

const struct mmu_notifier_ops flags_helped_ops = {
	.invalidate_range_start = flags_helped_start,
};

/*
 * Bit 1 is not the one: it says nothing about blocking.
 * expect: range-start flags_wrong_bit_ops fails-blockable=violates
 *	sleeps-nonblockable=violates:
 *	bit 1 says nothing of blocking: clear while blockable gives -EAGAIN, set while not
 *	blockable gives mutex_lock
 */
static int flags_wrong_bit_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!(range->flags & (MMU_NOTIFIER_RANGE_BLOCKABLE << 1)))
		return -EAGAIN;
	zap(container_of(mn, struct flags_mirror, wrong_bit));
	return 0;
}

const struct mmu_notifier_ops flags_wrong_bit_ops = {
	.invalidate_range_start = flags_wrong_bit_start,
};

/*
 * `!flags & BIT` negates first.
 * expect: range-start flags_masked_ops fails-blockable=violates sleeps-nonblockable=violates:
 *	`!flags` is 0 while blockable: always -EAGAIN; 1 for flags of 0: mutex_lock
 */
static int flags_masked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int none = !range->flags;

	if (!(none & MMU_NOTIFIER_RANGE_BLOCKABLE))
		return -EAGAIN;
	zap(container_of(mn, struct flags_mirror, masked));
	return 0;
}

const struct mmu_notifier_ops flags_masked_ops = {
	.invalidate_range_start = flags_masked_start,
};

MODULE_LICENSE("GPL");
