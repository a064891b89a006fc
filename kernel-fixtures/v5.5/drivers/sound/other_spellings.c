// SPDX-License-Identifier: GPL-2.0-only
/* The same test by hand, in a switch, negated twice, in a macro, in a local that is overwritten. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct speller {
	struct mmu_notifier by_hand, by_switch, by_macro;
	struct mmu_interval_notifier twice_negated;
	struct mutex lock;
	unsigned long zapped;
};

static void zap(struct speller *speller)
{
	mutex_lock(&speller->lock);
	speller->zapped++;
	mutex_unlock(&speller->lock);
}

/* expect: range-start by_hand_ops: the bit is tested by hand */
static int by_hand_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!(range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE))
		return -EAGAIN;
	zap(container_of(mn, struct speller, by_hand));
	return 0;
}

const struct mmu_notifier_ops by_hand_ops = {
	.invalidate_range_start = by_hand_start,
};

/* expect: range-start by_switch_ops: -EINVAL is overwritten on both cases */
static int by_switch_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int ret = -EINVAL;

	switch ((int)mmu_notifier_range_blockable(range)) {
	case true:
		zap(container_of(mn, struct speller, by_switch));
		ret = 0;
		break;
	case false:
		ret = -EAGAIN;
		break;
	}
	return ret;
}

const struct mmu_notifier_ops by_switch_ops = {
	.invalidate_range_start = by_switch_start,
};

#define FAIL_UNLESS_BLOCKABLE(_range)					\
	do {								\
		if (unlikely(!mmu_notifier_range_blockable(_range)))	\
			return -EAGAIN;					\
	} while (0)

/* expect: range-start by_macro_ops: the test stands in a macro; -EBUSY is overwritten */
static int by_macro_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int ret = -EBUSY;

	FAIL_UNLESS_BLOCKABLE(range);
	zap(container_of(mn, struct speller, by_macro));
	ret = 0;
	return ret;
}

const struct mmu_notifier_ops by_macro_ops = {
	.invalidate_range_start = by_macro_start,
};

/* expect: interval twice_negated_ops: the local is blockable, so false means not blockable */
static bool twice_negated_invalidate(struct mmu_interval_notifier *mni,
				     const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	int blockable = !!mmu_notifier_range_blockable(range);

	if (blockable)
		zap(container_of(mni, struct speller, twice_negated));
	return blockable ? true : false;
}

const struct mmu_interval_notifier_ops twice_negated_ops = {
	.invalidate = twice_negated_invalidate,
};

int twice_negated_register(struct speller *speller, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&speller->twice_negated, mm, 0, PAGE_SIZE, &twice_negated_ops);
}

MODULE_LICENSE("GPL");
