// SPDX-License-Identifier: GPL-2.0-only
/* Loops that take or drop one lock of each element of an array. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct lane {
	struct mutex mutex;
	spinlock_t spin;
	unsigned long known;
};

struct road {
	struct mmu_notifier notifier;
	struct lane *lanes;
	unsigned int count;
	bool closed;
};

/*
 * It takes all, and drops all before it returns.
 * expect: range-start row_ops sleeps-nonblockable=violates: mutex_lock() without asking
 */
static int row_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct road *road = container_of(mn, struct road, notifier);
	unsigned int i;

	for (i = 0; i < road->count; i++)
		mutex_lock(&road->lanes[i].mutex);
	for (i = 0; i < road->count; i++)
		mutex_unlock(&road->lanes[i].mutex);
	return 0;
}

const struct mmu_notifier_ops row_ops = {
	.invalidate_range_start = row_start,
};

/*
 * A failure between the loops drops them, too, in the other order. That the second loop runs as often as the first
 * one takes arithmetic of more than 2^31 elements to show.
 * expect: range-start undone_ops fails-blockable=violates wrong-errno=violates(-EBUSY):
 *	-EBUSY, whether the range is blockable or not, with no lock held
 */
static int undone_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct road *road = container_of(mn, struct road, notifier);
	unsigned int i;
	int err = 0;

	for (i = 0; i < road->count; i++)
		spin_lock(&road->lanes[i].spin);
	if (road->closed)
		err = -EBUSY;
	while (i-- > 0)
		spin_unlock(&road->lanes[i].spin);
	return err;
}

const struct mmu_notifier_ops undone_ops = {
	.invalidate_range_start = undone_start,
};

/*
 * The failure forgets them.
 * expect: range-start leaked_ops fails-blockable=violates wrong-errno=violates(-EBUSY) returns-locked=violates(spin):
 *	-EBUSY after the first loop
 */
static int leaked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct road *road = container_of(mn, struct road, notifier);
	unsigned int i;

	for (i = 0; i < road->count; i++)
		spin_lock(&road->lanes[i].spin);
	if (road->closed)
		return -EBUSY;
	for (i = 0; i < road->count; i++)
		spin_unlock(&road->lanes[i].spin);
	return 0;
}

const struct mmu_notifier_ops leaked_ops = {
	.invalidate_range_start = leaked_start,
};

static void take_all(struct road *road)
{
	unsigned int i;

	for (i = 0; i < road->count; i++)
		spin_lock(&road->lanes[i].spin);
}

static void drop_all(struct road *road)
{
	unsigned int i;

	for (i = 0; i < road->count; i++)
		spin_unlock(&road->lanes[i].spin);
}

/*
 * The loops are functions of their own.
 * expect: range-start helped_ops fails-blockable=violates wrong-errno=violates(-EBUSY):
 *	-EBUSY, with no lock held
 */
static int helped_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct road *road = container_of(mn, struct road, notifier);
	int err;

	take_all(road);
	err = road->closed ? -EBUSY : 0;
	drop_all(road);
	return err;
}

const struct mmu_notifier_ops helped_ops = {
	.invalidate_range_start = helped_start,
};

/*
 * Likewise, and one way does not call the second.
 * expect: range-start forgetful_ops fails-blockable=violates wrong-errno=violates(-EBUSY) returns-locked=violates(spin):
 *	-EBUSY before drop_all()
 */
static int forgetful_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct road *road = container_of(mn, struct road, notifier);

	take_all(road);
	if (road->closed)
		return -EBUSY;
	drop_all(road);
	return 0;
}

const struct mmu_notifier_ops forgetful_ops = {
	.invalidate_range_start = forgetful_start,
};

/*
 * One drop does not drop them all.
 * expect: range-start one_ops fails-blockable=violates wrong-errno=violates(-EBUSY) returns-locked=violates|undecided:
 *	-EBUSY, with all locks but the first one held
 */
static int one_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct road *road = container_of(mn, struct road, notifier);
	unsigned int i;

	for (i = 0; i < road->count; i++)
		spin_lock(&road->lanes[i].spin);
	if (road->closed) {
		spin_unlock(&road->lanes[0].spin);
		return -EBUSY;
	}
	for (i = 0; i < road->count; i++)
		spin_unlock(&road->lanes[i].spin);
	return 0;
}

const struct mmu_notifier_ops one_ops = {
	.invalidate_range_start = one_start,
};
