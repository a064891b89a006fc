// SPDX-License-Identifier: GPL-2.0-only
/* Tables of functions in static variables: one that nothing writes to, and such that the file writes to. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct tabled {
	struct mmu_notifier notifier;
	int value;
};

struct tabled_ops {
	void (*flush)(struct tabled *tabled);
};

/* a member of its own: stores to `flush` say nothing of it */
struct kept_ops {
	void (*drop)(struct tabled *tabled);
};

static void flush_fast(struct tabled *tabled)
{
	tabled->value = 1;
}

static void flush_asleep(struct tabled *tabled)
{
	might_sleep();
}

static struct kept_ops kept = { .drop = flush_fast };
static struct tabled_ops assigned = { .flush = flush_fast };
static struct tabled_ops copied = { .flush = flush_fast };
static const struct tabled_ops slow = { .flush = flush_asleep };

void tables_setup(void)
{
	assigned.flush = flush_asleep;
	copied = slow;
}

/* expect: range-start table_kept_ops: flush_fast, which nothing replaces */
static int table_kept_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	kept.drop(container_of(mn, struct tabled, notifier));
	return 0;
}

const struct mmu_notifier_ops table_kept_ops = {
	.invalidate_range_start = table_kept_start,
};

/* expect: range-start table_assigned_ops sleeps-nonblockable=violates: tables_setup() puts flush_asleep there */
static int table_assigned_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	assigned.flush(container_of(mn, struct tabled, notifier));
	return 0;
}

const struct mmu_notifier_ops table_assigned_ops = {
	.invalidate_range_start = table_assigned_start,
};

/* expect: range-start table_copied_ops sleeps-nonblockable=violates: tables_setup() copies flush_asleep there */
static int table_copied_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	copied.flush(container_of(mn, struct tabled, notifier));
	return 0;
}

const struct mmu_notifier_ops table_copied_ops = {
	.invalidate_range_start = table_copied_start,
};

MODULE_LICENSE("GPL");
