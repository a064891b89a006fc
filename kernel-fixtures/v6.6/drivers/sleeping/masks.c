// SPDX-License-Identifier: GPL-2.0-only
/* Low bits that are masked out of numbers: no object is there that would be aligned. */
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct masking {
	struct mmu_notifier notifier;
	unsigned long word, other;
};

#define MASKING(mn) container_of(mn, struct masking, notifier)

static int fail_if_odd(unsigned long number)
{
	return number & 1 ? -EIO : 0;
}

static int fail_if_even(unsigned long number)
{
	return number & 1 ? 0 : -EIO;
}

/* expect: range-start masked_ops: a number without its lowest bit is even */
static int masked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return fail_if_odd(MASKING(mn)->word & ~1ul);
}

const struct mmu_notifier_ops masked_ops = { .invalidate_range_start = masked_start };

/* expect: range-start masked_with_flag_ops: likewise, where a flag was put there before */
static int masked_with_flag_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return fail_if_odd((MASKING(mn)->word | (MASKING(mn)->other < 2)) & ~1ul);
}

const struct mmu_notifier_ops masked_with_flag_ops = { .invalidate_range_start = masked_with_flag_start };

/* expect: range-start masked_odd_ops fails-blockable=violates wrong-errno=violates(-EIO): odd, and even without the bit */
static int masked_odd_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return MASKING(mn)->word & 1 ? fail_if_even(MASKING(mn)->word & ~1ul) : 0;
}

const struct mmu_notifier_ops masked_odd_ops = { .invalidate_range_start = masked_odd_start };

/*
 * expect: range-start masked_equal_ops fails-blockable=violates wrong-errno=violates(-EIO):
 *	5 without the lowest bit is 4, and 5 is not
 */
static int masked_equal_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct masking *masking = MASKING(mn);

	if ((masking->word & ~1ul) != masking->other)
		return 0;
	return masking->word != masking->other ? -EIO : 0;
}

const struct mmu_notifier_ops masked_equal_ops = { .invalidate_range_start = masked_equal_start };
