// SPDX-License-Identifier: GPL-2.0-only
/* A walk over a list yields every so often. What counts its turns lies in memory. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct paced_page {
	struct paced_page *next;
	unsigned long zapped;
};

struct paced {
	struct mmu_notifier notifier;
	struct paced_page *first;
};

struct pace {
	unsigned int turns;
	bool may_yield;
};

static unsigned int turns_of_all;

static void zap_at_pace(struct paced *owner, struct pace *pace)
{
	struct paced_page *page;

	for (page = owner->first; page; page = page->next) {
		page->zapped = 1;
		if (++pace->turns % 64 == 0 && pace->may_yield)
			cond_resched();
	}
}

/* expect: range-start pace_turned_ops sleeps-nonblockable=violates: cond_resched at the 64th page, by the wrong polarity */
static int pace_turned_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct paced *owner = container_of(mn, struct paced, notifier);
	struct pace pace = { .may_yield = !mmu_notifier_range_blockable(range) };

	zap_at_pace(owner, &pace);
	return 0;
}

const struct mmu_notifier_ops pace_turned_ops = {
	.invalidate_range_start = pace_turned_start,
};

/* expect: range-start pace_kept_ops: only if the range is blockable */
static int pace_kept_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct paced *owner = container_of(mn, struct paced, notifier);
	struct pace pace = { .may_yield = mmu_notifier_range_blockable(range) };

	zap_at_pace(owner, &pace);
	return 0;
}

const struct mmu_notifier_ops pace_kept_ops = {
	.invalidate_range_start = pace_kept_start,
};

/* expect: range-start pace_of_all_ops sleeps-nonblockable=violates: cond_resched at the 100th page, counted by a static variable */
static int pace_of_all_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct paced *owner = container_of(mn, struct paced, notifier);
	struct paced_page *page;

	turns_of_all = 0;
	for (page = owner->first; page; page = page->next) {
		page->zapped = 1;
		if (++turns_of_all == 100)
			cond_resched();
	}
	return 0;
}

const struct mmu_notifier_ops pace_of_all_ops = {
	.invalidate_range_start = pace_of_all_start,
};

MODULE_LICENSE("GPL");
