// SPDX-License-Identifier: GPL-2.0-only
/* One callback in two tables, of which only the second has an end. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct shared_mirror {
	struct mmu_notifier notifier;
	struct mutex lock;
	unsigned long seen;
};

/*
 * expect: range-start first_table_ops: tested first; no end in this table
 * expect: range-start second_table_ops fails-with-end=violates:
 *	the same callback, with an end in this table
 */
static int two_tables_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct shared_mirror *mirror = container_of(mn, struct shared_mirror, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	mutex_lock(&mirror->lock);
	mirror->seen++;
	mutex_unlock(&mirror->lock);
	return 0;
}

/* expect: range-end second_table_ops: empty */
static void two_tables_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
}

const struct mmu_notifier_ops first_table_ops = {
	.invalidate_range_start = two_tables_start,
};

const struct mmu_notifier_ops second_table_ops = {
	.invalidate_range_start = two_tables_start,
	.invalidate_range_end = two_tables_end,
};

MODULE_LICENSE("GPL");
