// SPDX-License-Identifier: GPL-2.0-only
/* In two passes, and wrong in one of them. */
#include <linux/completion.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct hasty {
	struct mmu_interval_notifier accepting, refusing, holding, sleeping;
	struct mmu_interval_notifier_finish finish;
	struct mutex lock;
	struct completion done;
};

/*
 * Accepts any range without sleeping, but leaves it to a second pass that sleeps.
 * expect: interval-start accepting_ops sleeps-nonblockable=violates:
 *	accepts a non-blockable range and leaves a finish behind that waits for a completion
 */
static bool accepting_start(struct mmu_interval_notifier *mni,
			    const struct mmu_notifier_range *range, unsigned long cur_seq,
			    struct mmu_interval_notifier_finish **finish)
{
	struct hasty *hasty = container_of(mni, struct hasty, accepting);

	*finish = &hasty->finish;
	return true;
}

static void sleeping_finish(struct mmu_interval_notifier_finish *finish)
{
	struct hasty *hasty = container_of(finish, struct hasty, finish);

	wait_for_completion(&hasty->done);
}

const struct mmu_interval_notifier_ops accepting_ops = {
	.invalidate_start = accepting_start,
	.invalidate_finish = sleeping_finish,
};

int accepting_register(struct hasty *hasty, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&hasty->accepting, mm, 0, PAGE_SIZE, &accepting_ops);
}

/*
 * Refuses although it may block.
 * expect: interval-start refusing_ops fails-blockable=violates:
 *	a failed mutex_trylock gives false while blockable; no finish is ever left behind
 */
static bool refusing_start(struct mmu_interval_notifier *mni,
			   const struct mmu_notifier_range *range, unsigned long cur_seq,
			   struct mmu_interval_notifier_finish **finish)
{
	struct hasty *hasty = container_of(mni, struct hasty, refusing);

	if (!mutex_trylock(&hasty->lock))
		return false;
	mutex_unlock(&hasty->lock);
	return true;
}

const struct mmu_interval_notifier_ops refusing_ops = {
	.invalidate_start = refusing_start,
	.invalidate_finish = sleeping_finish,
};

int refusing_register(struct hasty *hasty, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&hasty->refusing, mm, 0, PAGE_SIZE, &refusing_ops);
}

/*
 * The second pass is to drop the lock: it does not run for a first pass that refused.
 * expect: interval-start holding_ops returns-locked=violates:
 *	not blockable: false with the mutex held after a failed try_wait_for_completion
 */
static bool holding_start(struct mmu_interval_notifier *mni,
			  const struct mmu_notifier_range *range, unsigned long cur_seq,
			  struct mmu_interval_notifier_finish **finish)
{
	struct hasty *hasty = container_of(mni, struct hasty, holding);

	if (mmu_notifier_range_blockable(range))
		mutex_lock(&hasty->lock);
	else if (!mutex_trylock(&hasty->lock))
		return false;
	if (!mmu_notifier_range_blockable(range) && !try_wait_for_completion(&hasty->done))
		return false;
	*finish = &hasty->finish;
	return true;
}

static void holding_finish(struct mmu_interval_notifier_finish *finish)
{
	struct hasty *hasty = container_of(finish, struct hasty, finish);

	mutex_unlock(&hasty->lock);
}

const struct mmu_interval_notifier_ops holding_ops = {
	.invalidate_start = holding_start,
	.invalidate_finish = holding_finish,
};

int holding_register(struct hasty *hasty, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&hasty->holding, mm, 0, PAGE_SIZE, &holding_ops);
}

/*
 * Sleeps in the first pass.
 * expect: interval-start sleeping_ops sleeps-nonblockable=violates:
 *	mutex_lock on MMU_NOTIFY_CLEAR, which is what oom_kill.c passes here
 */
static bool sleeping_start(struct mmu_interval_notifier *mni,
			   const struct mmu_notifier_range *range, unsigned long cur_seq,
			   struct mmu_interval_notifier_finish **finish)
{
	struct hasty *hasty = container_of(mni, struct hasty, sleeping);

	if (range->event != MMU_NOTIFY_CLEAR)
		return true;
	mutex_lock(&hasty->lock);
	*finish = &hasty->finish;
	return true;
}

const struct mmu_interval_notifier_ops sleeping_ops = {
	.invalidate_start = sleeping_start,
	.invalidate_finish = holding_finish,
};

int sleeping_register(struct hasty *hasty, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&hasty->sleeping, mm, 0, PAGE_SIZE, &sleeping_ops);
}

MODULE_LICENSE("GPL");
