// SPDX-License-Identifier: GPL-2.0-only
/* Memory is read by assembly that goes on elsewhere when the access faults. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct faulting {
	struct mmu_notifier notifier;
	struct mutex mutex;
	unsigned long state, zapped;
};

static int read_safely(const unsigned long *from, unsigned long *to)
{
	int failed = 0;

	asm volatile("1:\n2:\n.section __ex_table, \"a\"\n.previous"
		     : "+r" (failed), "=r" (*to) : "m" (*from));
	return failed;
}

static void zap_asleep(struct faulting *owner)
{
	mutex_lock(&owner->mutex);
	owner->zapped++;
	mutex_unlock(&owner->mutex);
}

/*
 * expect: range-start asleep_on_fault_ops sleeps-nonblockable=undecided:
 *	sleeps only if the access faults, of which nothing here tells
 */
static int asleep_on_fault_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct faulting *owner = container_of(mn, struct faulting, notifier);
	unsigned long state;

	if (read_safely(&owner->state, &state))
		zap_asleep(owner);
	return 0;
}

const struct mmu_notifier_ops asleep_on_fault_ops = {
	.invalidate_range_start = asleep_on_fault_start,
};

/*
 * expect: range-start fails_on_fault_ops fails-blockable=violates wrong-errno=violates:
 *	-EFAULT when the access faults: a fault is what read_safely is for
 */
static int fails_on_fault_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct faulting *owner = container_of(mn, struct faulting, notifier);
	unsigned long state;

	return read_safely(&owner->state, &state) ? -EFAULT : 0;
}

const struct mmu_notifier_ops fails_on_fault_ops = {
	.invalidate_range_start = fails_on_fault_start,
};

/*
 * expect: range-start asleep_after_all_ops sleeps-nonblockable=violates:
 *	sleeps whether it faults or not
 */
static int asleep_after_all_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct faulting *owner = container_of(mn, struct faulting, notifier);
	unsigned long state;

	(void)read_safely(&owner->state, &state);
	zap_asleep(owner);
	return 0;
}

const struct mmu_notifier_ops asleep_after_all_ops = {
	.invalidate_range_start = asleep_after_all_start,
};

unsigned long drain_far(struct mutex *mutex, unsigned long from);

/*
 * That the short way hangs on a fault says nothing about the long one.
 * expect: range-start asleep_far_ops sleeps-nonblockable=violates:
 *	drain_far -> drain_directory -> drain_table -> drain_page -> drain_entry: mutex_lock,
 *	whatever faults before
 */
static int asleep_far_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct faulting *owner = container_of(mn, struct faulting, notifier);
	unsigned long state;

	if (range->start)
		owner->zapped += drain_far(&owner->mutex, range->start);
	else if (read_safely(&owner->state, &state))
		zap_asleep(owner);
	return 0;
}

const struct mmu_notifier_ops asleep_far_ops = {
	.invalidate_range_start = asleep_far_start,
};

MODULE_LICENSE("GPL");
