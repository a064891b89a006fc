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
static struct tabled_ops untouched = { .flush = flush_fast };
static struct tabled_ops refreshed = { .flush = flush_fast };
static struct tabled_ops lent = { .flush = flush_fast };
static struct tabled_ops rows[2] = { { .flush = flush_fast }, { .flush = flush_fast } };
static struct tabled_ops cleared = { .flush = flush_fast };

void tables_setup(void)
{
	assigned.flush = flush_asleep;
	copied = slow;
}

static void flush_again(struct tabled *tabled)
{
	tabled->value = 2;
}

/* stores to `flush` of other variables say nothing of `untouched` */
void tables_refresh(bool fast, unsigned int row)
{
	refreshed.flush = fast ? flush_fast : flush_again;
	cleared.flush = NULL;
	rows[row & 1].flush = flush_asleep;
}

struct tabled_ops *tables_lend(void)
{
	return &lent;
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

/* expect: range-start table_untouched_ops: flush_asleep goes to other variables of the type */
static int table_untouched_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	untouched.flush(container_of(mn, struct tabled, notifier));
	return 0;
}

const struct mmu_notifier_ops table_untouched_ops = {
	.invalidate_range_start = table_untouched_start,
};

/* expect: range-start table_refreshed_ops: flush_fast or flush_again, by the variable's name alone */
static int table_refreshed_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	refreshed.flush(container_of(mn, struct tabled, notifier));
	return 0;
}

const struct mmu_notifier_ops table_refreshed_ops = {
	.invalidate_range_start = table_refreshed_start,
};

/* expect: range-start table_lent_ops sleeps-nonblockable=violates: the address may be used to put flush_asleep there */
static int table_lent_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	lent.flush(container_of(mn, struct tabled, notifier));
	return 0;
}

const struct mmu_notifier_ops table_lent_ops = {
	.invalidate_range_start = table_lent_start,
};

/* expect: range-start table_rows_ops sleeps-nonblockable=violates: tables_refresh() may have chosen this row */
static int table_rows_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	rows[1].flush(container_of(mn, struct tabled, notifier));
	return 0;
}

const struct mmu_notifier_ops table_rows_ops = {
	.invalidate_range_start = table_rows_start,
};

/* expect: range-start table_cleared_ops sleeps-nonblockable=violates: tables_refresh() clears it */
static int table_cleared_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!cleared.flush)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops table_cleared_ops = {
	.invalidate_range_start = table_cleared_start,
};

MODULE_LICENSE("GPL");
