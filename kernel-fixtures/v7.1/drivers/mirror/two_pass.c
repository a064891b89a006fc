// SPDX-License-Identifier: GPL-2.0-only
/* In two passes: the first one starts what the second one waits for. These three are right. */
#include <linux/completion.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

struct fence {
	struct completion done;
	bool signalled;
};

struct two_pass {
	struct mmu_interval_notifier waiting, spinning, sometimes;
	struct mmu_interval_notifier_finish finish;
	struct mutex lock;
	spinlock_t spin;
	struct fence fence;
};

/*
 * Refuses where it must not block; so the second pass may sleep.
 * expect: interval-start waiting_ops missing-set-seq=holds:
 *	false only when not blockable; so its finish, which waits, follows a blockable start only;
 *	set_seq on the one path that accepts
 */
static bool waiting_start(struct mmu_interval_notifier *mni,
			  const struct mmu_notifier_range *range, unsigned long cur_seq,
			  struct mmu_interval_notifier_finish **finish)
{
	struct two_pass *owner = container_of(mni, struct two_pass, waiting);

	if (!mmu_notifier_range_blockable(range))
		return false;
	mutex_lock(&owner->lock);
	mmu_interval_set_seq(mni, cur_seq);
	mutex_unlock(&owner->lock);
	*finish = &owner->finish;
	return true;
}

static void waiting_finish(struct mmu_interval_notifier_finish *finish)
{
	struct two_pass *owner = container_of(finish, struct two_pass, finish);

	wait_for_completion(&owner->fence.done);
}

const struct mmu_interval_notifier_ops waiting_ops = {
	.invalidate_start = waiting_start,
	.invalidate_finish = waiting_finish,
};

int waiting_register(struct two_pass *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->waiting, mm, 0, PAGE_SIZE, &waiting_ops);
}

/*
 * Always accepts, and neither pass sleeps.
 * expect: interval-start spinning_ops missing-set-seq=holds: always accepts; neither pass sleeps
 */
static bool spinning_start(struct mmu_interval_notifier *mni,
			   const struct mmu_notifier_range *range, unsigned long cur_seq,
			   struct mmu_interval_notifier_finish **finish)
{
	struct two_pass *owner = container_of(mni, struct two_pass, spinning);

	spin_lock(&owner->spin);
	mmu_interval_set_seq(mni, cur_seq);
	spin_unlock(&owner->spin);
	*finish = &owner->finish;
	return true;
}

static void spinning_finish(struct mmu_interval_notifier_finish *finish)
{
	struct two_pass *owner = container_of(finish, struct two_pass, finish);

	while (!READ_ONCE(owner->fence.signalled))
		cpu_relax();
}

const struct mmu_interval_notifier_ops spinning_ops = {
	.invalidate_start = spinning_start,
	.invalidate_finish = spinning_finish,
};

int spinning_register(struct two_pass *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->spinning, mm, 0, PAGE_SIZE, &spinning_ops);
}

/*
 * Accepts a range that it must not block for only if there is nothing to wait for.
 * expect: interval-start sometimes_ops missing-set-seq=holds:
 *	accepts a non-blockable range only when idle, and then leaves no finish behind
 */
static bool sometimes_start(struct mmu_interval_notifier *mni,
			    const struct mmu_notifier_range *range, unsigned long cur_seq,
			    struct mmu_interval_notifier_finish **finish)
{
	struct two_pass *owner = container_of(mni, struct two_pass, sometimes);
	bool idle = READ_ONCE(owner->fence.signalled);

	if (!idle && !mmu_notifier_range_blockable(range))
		return false;
	spin_lock(&owner->spin);
	mmu_interval_set_seq(mni, cur_seq);
	spin_unlock(&owner->spin);
	if (!idle)
		*finish = &owner->finish;
	return true;
}

const struct mmu_interval_notifier_ops sometimes_ops = {
	.invalidate_start = sometimes_start,
	.invalidate_finish = waiting_finish,
};

int sometimes_register(struct two_pass *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->sometimes, mm, 0, PAGE_SIZE, &sometimes_ops);
}

bool two_pass_fault(struct two_pass *owner)
{
	struct mmu_interval_notifier *all[] = { &owner->waiting, &owner->spinning, &owner->sometimes };
	unsigned long seq[] = {
		mmu_interval_read_begin(&owner->waiting),
		mmu_interval_read_begin(&owner->spinning),
		mmu_interval_read_begin(&owner->sometimes),
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(all); i++)
		if (mmu_interval_read_retry(all[i], seq[i]))
			return false;
	return true;
}

MODULE_LICENSE("GPL");
