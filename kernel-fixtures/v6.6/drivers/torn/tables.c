// SPDX-License-Identifier: GPL-2.0-only
/* A table of functions that does not compile, beside one that does. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct loom;

struct loom_ops {
	int kind;
	void (*unravel)(struct loom *loom);
	void (*knot)(struct loom *loom);
};

struct loom {
	struct mmu_notifier notifier;
	const struct loom_ops *ops;
	struct mutex mutex;
	spinlock_t spin;
	unsigned long torn;
};

static void unravel_spinning(struct loom *loom)
{
	spin_lock(&loom->spin);
	loom->torn++;
	spin_unlock(&loom->spin);
}

static void unravel_asleep(struct loom *loom)
{
	mutex_lock(&loom->mutex);
	loom->torn++;
	mutex_unlock(&loom->mutex);
}

const struct loom_ops plain_loom_ops = {
	.unravel = unravel_spinning,
	.knot = unravel_spinning,
};

const struct loom_ops fast_loom_ops = {
	.kind = LOOM_OF_NOBODY,
	.unravel = unravel_asleep,
};

/*
 * expect: range-start unravels_ops sleeps-nonblockable=undecided may-reclaim=undecided:
 *	the parser drops all of fast_loom_ops, unravel_asleep() too
 */
static int unravels_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct loom *loom = container_of(mn, struct loom, notifier);

	loom->ops->unravel(loom);
	return 0;
}

const struct mmu_notifier_ops unravels_ops = {
	.invalidate_range_start = unravels_start,
};

/*
 * expect: range-start knots_ops:
 *	only the whole table sets this member
 */
static int knots_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct loom *loom = container_of(mn, struct loom, notifier);

	loom->ops->knot(loom);
	return 0;
}

const struct mmu_notifier_ops knots_ops = {
	.invalidate_range_start = knots_start,
};

MODULE_LICENSE("GPL");
