// SPDX-License-Identifier: GPL-2.0-only
/* The lock is right, but four calls below the walk of the tables offers to reschedule. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

#define ENTRIES	512

struct table {
	struct table *below[ENTRIES];
};

struct walked {
	struct mmu_interval_notifier interval;
	spinlock_t lock;
	struct table *top;
};

static void zap_entry(struct table *table, unsigned int index)
{
	table->below[index] = NULL;
	if (index % 64 == 63)
		cond_resched();
}

static void zap_table(struct table *table)
{
	unsigned int index;

	for (index = 0; index < ENTRIES; index++)
		zap_entry(table, index);
}

static void zap_directory(struct table *directory)
{
	unsigned int index;

	for (index = 0; index < ENTRIES; index++)
		if (directory->below[index])
			zap_table(directory->below[index]);
}

static void zap_range(struct walked *walked)
{
	if (walked->top)
		zap_directory(walked->top);
}

/*
 * expect: interval resched_below_ops sleeps-nonblockable=violates missing-set-seq=holds:
 *	zap_range -> zap_directory -> zap_table -> zap_entry -> cond_resched, without a test;
 *	set_seq on every path
 */
static bool resched_below_invalidate(struct mmu_interval_notifier *mni,
				     const struct mmu_notifier_range *range,
				     unsigned long cur_seq)
{
	struct walked *walked = container_of(mni, struct walked, interval);

	spin_lock(&walked->lock);
	mmu_interval_set_seq(mni, cur_seq);
	spin_unlock(&walked->lock);
	zap_range(walked);
	return true;
}

const struct mmu_interval_notifier_ops resched_below_ops = {
	.invalidate = resched_below_invalidate,
};

int resched_below_register(struct walked *walked, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&walked->interval, mm, 0, PAGE_SIZE, &resched_below_ops);
}

bool resched_below_fault(struct walked *walked)
{
	unsigned long seq = mmu_interval_read_begin(&walked->interval);
	bool stale;

	spin_lock(&walked->lock);
	stale = mmu_interval_read_retry(&walked->interval, seq);
	spin_unlock(&walked->lock);
	return !stale;
}

MODULE_LICENSE("GPL");
