// SPDX-License-Identifier: GPL-2.0-only
/* gcc 12 compiles all of this, and warns. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct warned {
	struct mmu_notifier notifier;
	struct mutex mutex;
	spinlock_t spin;
	unsigned long last;
	void *next;
	void (*zap)(struct warned *warned);
};

static struct warned *to_warned(struct mmu_notifier *mn)
{
	return container_of(mn, struct warned, notifier);
}

/*
 * expect: range-start pointer_to_integer_ops sleeps-nonblockable=violates:
 *	mutex_lock()
 */
static int pointer_to_integer_start(struct mmu_notifier *mn,
				    const struct mmu_notifier_range *range)
{
	struct warned *warned = to_warned(mn);

	warned->last = &range->start;
	mutex_lock(&warned->mutex);
	mutex_unlock(&warned->mutex);
	return 0;
}

const struct mmu_notifier_ops pointer_to_integer_ops = {
	.invalidate_range_start = pointer_to_integer_start,
};

/* expect: range-start integer_to_pointer_ops */
static int integer_to_pointer_start(struct mmu_notifier *mn,
				    const struct mmu_notifier_range *range)
{
	struct warned *warned = to_warned(mn);

	warned->next = range->end;
	if (warned->next == range->end && !mmu_notifier_range_blockable(range))
		return -EAGAIN;
	return 0;
}

const struct mmu_notifier_ops integer_to_pointer_ops = {
	.invalidate_range_start = integer_to_pointer_start,
};

/*
 * expect: range-start undeclared_ops fails-blockable=violates wrong-errno=violates(-EBUSY)
 *	sleeps-nonblockable=violates:
 *	warned_elsewhere() is in another file, sleeps, and its -EBUSY is handed on
 */
static int undeclared_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return warned_elsewhere(&to_warned(mn)->mutex, range->start);
}

const struct mmu_notifier_ops undeclared_ops = {
	.invalidate_range_start = undeclared_start,
};

static without_type(struct warned *warned)
{
	spin_lock(&warned->spin);
	warned->last = 0;
	spin_unlock(&warned->spin);
	return;
}

/* expect: range-start without_type_ops */
static int without_type_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	without_type(to_warned(mn));
	return 0;
}

const struct mmu_notifier_ops without_type_ops = {
	.invalidate_range_start = without_type_start,
};

/*
 * expect: range-start without_value_ops fails-blockable=undecided wrong-errno=undecided:
 *	nobody knows what comes back where the range is blockable
 */
static int without_value_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (mmu_notifier_range_blockable(range))
		return;
	return -EAGAIN;
}

const struct mmu_notifier_ops without_value_ops = {
	.invalidate_range_start = without_value_start,
};

static long zap_asleep(const struct warned *warned, int unused)
{
	mutex_lock((struct mutex *)&warned->mutex);
	mutex_unlock((struct mutex *)&warned->mutex);
	return 0;
}

void warned_setup(struct warned *warned)
{
	warned->zap = zap_asleep;
}

/*
 * expect: range-start other_type_ops sleeps-nonblockable=violates:
 *	the pointer holds zap_asleep(), though its type is another
 */
static int other_type_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct warned *warned = to_warned(mn);

	warned->zap(warned);
	return 0;
}

const struct mmu_notifier_ops other_type_ops = {
	.invalidate_range_start = other_type_start,
};

MODULE_LICENSE("GPL");
