// SPDX-License-Identifier: GPL-2.0-only
/* What sleeps comes after some turns of a loop, or some levels of a recursion. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct looping {
	struct mmu_notifier notifier;
	struct mm_struct *mm;
	unsigned long zapped;
};

struct directory {
	struct directory *below[4];
	unsigned long entry;
};

static void zap_directory_of(struct looping *owner, struct directory *directory, int level,
			     bool can_yield)
{
	int i;

	for (i = 0; i < 4; i++)
		if (level > 0 && directory->below[i])
			zap_directory_of(owner, directory->below[i], level - 1, can_yield);
	directory->entry = 0;
	if (can_yield)
		cond_resched();
}

/*
 * expect: range-start every_sixteenth_ops sleeps-nonblockable=violates: cond_resched after 16 pages
 */
static int every_sixteenth_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct looping *owner = container_of(mn, struct looping, notifier);
	unsigned long at;
	unsigned int batch = 0;

	for (at = range->start; at < range->end; at += PAGE_SIZE) {
		owner->zapped++;
		if (++batch == 16) {
			cond_resched();
			batch = 0;
		}
	}
	return 0;
}

const struct mmu_notifier_ops every_sixteenth_ops = {
	.invalidate_range_start = every_sixteenth_start,
};

/*
 * expect: range-start before_retry_ops sleeps-nonblockable=violates:
 *	in the third turn: schedule_timeout_uninterruptible
 */
static int before_retry_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct looping *owner = container_of(mn, struct looping, notifier);
	int tries;

	for (tries = 0; tries < 3; tries++) {
		if (!READ_ONCE(owner->zapped))
			return 0;
		if (tries == 2)
			schedule_timeout_uninterruptible(1);
	}
	return 0;
}

const struct mmu_notifier_ops before_retry_ops = {
	.invalidate_range_start = before_retry_start,
};

/* expect: range-start never_so_often_ops: there is no ninth turn */
static int never_so_often_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct looping *owner = container_of(mn, struct looping, notifier);
	int tries;

	for (tries = 0; tries < 3; tries++) {
		owner->zapped++;
		if (tries > 8)
			cond_resched();
	}
	return 0;
}

const struct mmu_notifier_ops never_so_often_ops = {
	.invalidate_range_start = never_so_often_start,
};

/* expect: range-start recursion_ops: can_yield is blockable at every level */
static int recursion_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct looping *owner = container_of(mn, struct looping, notifier);
	struct directory *top = (struct directory *)owner->zapped;

	if (top)
		zap_directory_of(owner, top, 3, mmu_notifier_range_blockable(range));
	return 0;
}

const struct mmu_notifier_ops recursion_ops = {
	.invalidate_range_start = recursion_start,
};

/*
 * expect: range-start recursion_unasked_ops sleeps-nonblockable=violates:
 *	can_yield is true: cond_resched at every level
 */
static int recursion_unasked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct looping *owner = container_of(mn, struct looping, notifier);
	struct directory *top = (struct directory *)owner->zapped;

	if (top)
		zap_directory_of(owner, top, 3, true);
	return 0;
}

const struct mmu_notifier_ops recursion_unasked_ops = {
	.invalidate_range_start = recursion_unasked_start,
};

/* Only the first call must not yield; what those below may do, the directory says. */
static void zap_directory_as_told(struct looping *owner, struct directory *directory, int level,
				  bool can_yield)
{
	int i;

	for (i = 0; i < 4; i++)
		if (level > 0 && directory->below[i])
			zap_directory_as_told(owner, directory->below[i], level - 1, directory->entry != 0);
	directory->entry = 0;
	if (can_yield)
		cond_resched();
}

/*
 * expect: range-start recursion_told_below_ops sleeps-nonblockable=violates:
 *	can_yield is false in the first call alone: cond_resched below, where an entry was set
 */
static int recursion_told_below_start(struct mmu_notifier *mn,
				      const struct mmu_notifier_range *range)
{
	struct looping *owner = container_of(mn, struct looping, notifier);
	struct directory *top = (struct directory *)owner->zapped;

	if (top)
		zap_directory_as_told(owner, top, 3, false);
	return 0;
}

const struct mmu_notifier_ops recursion_told_below_ops = {
	.invalidate_range_start = recursion_told_below_start,
};

MODULE_LICENSE("GPL");
