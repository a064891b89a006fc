// SPDX-License-Identifier: GPL-2.0-only
/* A union is set whole, then in part, and read whole: nothing is left in it that was never set. */
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct overlaid {
	struct mmu_notifier notifier;
	int whole;
	unsigned char low;
	unsigned int bits : 3;
};

union word {
	int whole;
	unsigned char part[4];
	unsigned int bits : 3;
};

#define OVERLAID(mn) container_of(mn, struct overlaid, notifier)

/* expect: range-start overlaid_ops fails-blockable=violates wrong-errno=violates(-EIO): both may be 1 */
static int overlaid_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	union word word = { .whole = OVERLAID(mn)->whole };

	word.part[0] = OVERLAID(mn)->low;
	return word.whole == 1 ? -EIO : 0;
}

const struct mmu_notifier_ops overlaid_ops = { .invalidate_range_start = overlaid_start };

/* expect: range-start overlaid_bits_ops fails-blockable=violates wrong-errno=violates(-EIO): the bits may be 5 */
static int overlaid_bits_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	union word word = { .whole = OVERLAID(mn)->whole & 8 };

	word.bits = OVERLAID(mn)->bits;
	return word.whole == 13 ? -EIO : 0;
}

const struct mmu_notifier_ops overlaid_bits_ops = { .invalidate_range_start = overlaid_bits_start };

/* expect: range-start overlaid_none_ops: three bits beside the 8 give no more than 15 */
static int overlaid_none_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	union word word = { .whole = OVERLAID(mn)->whole & 8 };

	word.bits = OVERLAID(mn)->bits;
	return word.whole > 15 ? -EIO : 0;
}

const struct mmu_notifier_ops overlaid_none_ops = { .invalidate_range_start = overlaid_none_start };
