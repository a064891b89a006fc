// SPDX-License-Identifier: GPL-2.0-only
/* Many ways lead to a loop with many rounds: the search for one way comes out behind it. */
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct crowd {
	struct mmu_notifier notifier;
	int weight;
	int members[5];
};

#define CROWD(mn) container_of(mn, struct crowd, notifier)

/*
 * expect: range-start many_ways_ops fails-blockable=violates wrong-errno=violates(-EIO):
 *	all members alike give 31, whatever the sums are
 */
static int many_ways_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int present = 0, sums[24] = { 0 };

	for (int i = 0; i < 5; i++)
		if (CROWD(mn)->members[i])
			present |= 1 << i;
	for (int *sum = sums; sum != sums + 24; sum++)
		*sum = CROWD(mn)->weight & 3;
	return present == 31 && sums[23] != 3 ? -EIO : 0;
}

const struct mmu_notifier_ops many_ways_ops = { .invalidate_range_start = many_ways_start };

/* expect: range-start many_ways_none_ops: five members give no more than 31 */
static int many_ways_none_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	int present = 0, sums[24] = { 0 };

	for (int i = 0; i < 5; i++)
		if (CROWD(mn)->members[i])
			present |= 1 << i;
	for (int *sum = sums; sum != sums + 24; sum++)
		*sum = CROWD(mn)->weight & 3;
	return present == 32 && sums[23] != 3 ? -EIO : 0;
}

const struct mmu_notifier_ops many_ways_none_ops = { .invalidate_range_start = many_ways_none_start };
