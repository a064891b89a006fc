// SPDX-License-Identifier: GPL-2.0-only
/* Told by an argument, which is ignored, read the wrong way round, or taken for granted. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

struct ignorant {
	struct mmu_notifier ignoring, inverting, granting, holding;
	struct mutex lock;
	struct rw_semaphore sem;
	unsigned long start, end;
};

/*
 * expect: range-start argument_ignored_ops fails-blockable=violates:
 *	-EAGAIN on an overlap, whatever the context
 */
static int argument_ignored_start(struct mmu_notifier *mn, struct mm_struct *mm,
				  unsigned long start, unsigned long end, bool blockable)
{
	struct ignorant *owner = container_of(mn, struct ignorant, ignoring);

	if (owner->start < end && start < owner->end)
		return -EAGAIN;
	return 0;
}

const struct mmu_notifier_ops argument_ignored_ops = {
	.invalidate_range_start = argument_ignored_start,
};

/*
 * expect: range-start argument_inverted_ops fails-blockable=violates
 *	sleeps-nonblockable=violates:
 *	blockable: a failed trylock gives -EAGAIN; not blockable: mutex_lock
 */
static int argument_inverted_start(struct mmu_notifier *mn, struct mm_struct *mm,
				   unsigned long start, unsigned long end, bool blockable)
{
	struct ignorant *owner = container_of(mn, struct ignorant, inverting);

	if (blockable && !mutex_trylock(&owner->lock))
		return -EAGAIN;
	else if (!blockable)
		mutex_lock(&owner->lock);
	owner->start = owner->end;
	mutex_unlock(&owner->lock);
	return 0;
}

const struct mmu_notifier_ops argument_inverted_ops = {
	.invalidate_range_start = argument_inverted_start,
};

/*
 * expect: range-start argument_granted_ops fails-blockable=violates wrong-errno=violates(1)
 *	sleeps-nonblockable=violates:
 *	returns 1 in either context; down_read without a test
 */
static int argument_granted_start(struct mmu_notifier *mn, struct mm_struct *mm,
				  unsigned long start, unsigned long end, bool blockable)
{
	struct ignorant *owner = container_of(mn, struct ignorant, granting);

	down_read(&owner->sem);
	owner->start = owner->end;
	up_read(&owner->sem);
	return true;
}

const struct mmu_notifier_ops argument_granted_ops = {
	.invalidate_range_start = argument_granted_start,
};

/*
 * expect: range-start argument_holding_ops fails-with-end=violates returns-locked=violates:
 *	not blockable: -EAGAIN with sem held for reading; ops have invalidate_range_end
 */
static int argument_holding_start(struct mmu_notifier *mn, struct mm_struct *mm,
				  unsigned long start, unsigned long end, bool blockable)
{
	struct ignorant *owner = container_of(mn, struct ignorant, holding);

	if (blockable)
		down_read(&owner->sem);
	else if (!down_read_trylock(&owner->sem))
		return -EAGAIN;
	if (!blockable && owner->start < end)
		return -EAGAIN;
	owner->start = end;
	return 0;
}

static void argument_holding_end(struct mmu_notifier *mn, struct mm_struct *mm,
				 unsigned long start, unsigned long end)
{
	struct ignorant *owner = container_of(mn, struct ignorant, holding);

	up_read(&owner->sem);
}

const struct mmu_notifier_ops argument_holding_ops = {
	.invalidate_range_start = argument_holding_start,
	.invalidate_range_end = argument_holding_end,
};

MODULE_LICENSE("GPL");
