// SPDX-License-Identifier: GPL-2.0-only
/*
 * Both passes are told whether they may sleep: the second by what the first has left behind for
 * it.
 */
#include <linux/completion.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct pass {
	struct mmu_interval_notifier_finish finish;
	bool may_wait;
};

struct by_flag {
	struct mmu_interval_notifier told, told_wrongly, only_blockable, never, quietly, allocating;
	struct pass pass;
	spinlock_t lock;
	struct completion done;
	void *scratch;
};

static void finish_as_told(struct mmu_interval_notifier_finish *finish)
{
	struct pass *pass = container_of(finish, struct pass, finish);
	struct by_flag *owner = container_of(pass, struct by_flag, pass);

	if (pass->may_wait)
		wait_for_completion(&owner->done);
	else
		try_wait_for_completion(&owner->done);
}

static void finish_asleep(struct mmu_interval_notifier_finish *finish)
{
	struct pass *pass = container_of(finish, struct pass, finish);

	wait_for_completion(&container_of(pass, struct by_flag, pass)->done);
}

static void finish_quietly(struct mmu_interval_notifier_finish *finish)
{
	struct pass *pass = container_of(finish, struct pass, finish);

	WRITE_ONCE(pass->may_wait, false);
}

static void finish_allocating(struct mmu_interval_notifier_finish *finish)
{
	struct pass *pass = container_of(finish, struct pass, finish);
	struct by_flag *owner = container_of(pass, struct by_flag, pass);

	kfree(owner->scratch);
	owner->scratch = kzalloc_obj(*pass);
}

/* expect: interval-start told_ops: the second pass waits only if may_wait, which is blockable */
static bool told_start(struct mmu_interval_notifier *mni,
		       const struct mmu_notifier_range *range, unsigned long cur_seq,
		       struct mmu_interval_notifier_finish **finish)
{
	struct by_flag *owner = container_of(mni, struct by_flag, told);

	owner->pass.may_wait = mmu_notifier_range_blockable(range);
	*finish = &owner->pass.finish;
	return true;
}

const struct mmu_interval_notifier_ops told_ops = {
	.invalidate_start = told_start,
	.invalidate_finish = finish_as_told,
};

int told_register(struct by_flag *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->told, mm, 0, PAGE_SIZE, &told_ops);
}

/*
 * expect: interval-start told_wrongly_ops sleeps-nonblockable=violates:
 *	may_wait is set exactly when not blockable: finish_as_told waits for a completion
 */
static bool told_wrongly_start(struct mmu_interval_notifier *mni,
			       const struct mmu_notifier_range *range, unsigned long cur_seq,
			       struct mmu_interval_notifier_finish **finish)
{
	struct by_flag *owner = container_of(mni, struct by_flag, told_wrongly);

	owner->pass.may_wait = !mmu_notifier_range_blockable(range);
	*finish = &owner->pass.finish;
	return true;
}

const struct mmu_interval_notifier_ops told_wrongly_ops = {
	.invalidate_start = told_wrongly_start,
	.invalidate_finish = finish_as_told,
};

int told_wrongly_register(struct by_flag *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->told_wrongly, mm, 0, PAGE_SIZE,
					    &told_wrongly_ops);
}

/*
 * expect: interval-start only_blockable_ops:
 *	accepts any range, but leaves a finish behind only when blockable
 */
static bool only_blockable_start(struct mmu_interval_notifier *mni,
				 const struct mmu_notifier_range *range, unsigned long cur_seq,
				 struct mmu_interval_notifier_finish **finish)
{
	struct by_flag *owner = container_of(mni, struct by_flag, only_blockable);

	WRITE_ONCE(owner->pass.may_wait, false);
	if (mmu_notifier_range_blockable(range))
		*finish = &owner->pass.finish;
	return true;
}

const struct mmu_interval_notifier_ops only_blockable_ops = {
	.invalidate_start = only_blockable_start,
	.invalidate_finish = finish_asleep,
};

int only_blockable_register(struct by_flag *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->only_blockable, mm, 0, PAGE_SIZE,
					    &only_blockable_ops);
}

/*
 * expect: interval-start only_unblockable_ops sleeps-nonblockable=violates:
 *	leaves a finish behind exactly when not blockable: finish_asleep waits
 */
static bool only_unblockable_start(struct mmu_interval_notifier *mni,
				   const struct mmu_notifier_range *range, unsigned long cur_seq,
				   struct mmu_interval_notifier_finish **finish)
{
	struct by_flag *owner = container_of(mni, struct by_flag, never);

	if (!mmu_notifier_range_blockable(range))
		*finish = &owner->pass.finish;
	return true;
}

const struct mmu_interval_notifier_ops only_unblockable_ops = {
	.invalidate_start = only_unblockable_start,
	.invalidate_finish = finish_asleep,
};

int only_unblockable_register(struct by_flag *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->never, mm, 0, PAGE_SIZE, &only_unblockable_ops);
}

/*
 * expect: interval-start on_some_events_ops sleeps-nonblockable=violates(latent):
 *	a finish that waits is left behind on UNMAP only, and today's caller passes CLEAR: latent
 */
static bool on_some_events_start(struct mmu_interval_notifier *mni,
				 const struct mmu_notifier_range *range, unsigned long cur_seq,
				 struct mmu_interval_notifier_finish **finish)
{
	struct by_flag *owner = container_of(mni, struct by_flag, quietly);

	if (range->event == MMU_NOTIFY_UNMAP)
		*finish = &owner->pass.finish;
	return true;
}

const struct mmu_interval_notifier_ops on_some_events_ops = {
	.invalidate_start = on_some_events_start,
	.invalidate_finish = finish_asleep,
};

/* expect: interval-start quietly_ops: neither pass sleeps */
static bool quietly_start(struct mmu_interval_notifier *mni,
			  const struct mmu_notifier_range *range, unsigned long cur_seq,
			  struct mmu_interval_notifier_finish **finish)
{
	struct by_flag *owner = container_of(mni, struct by_flag, quietly);

	spin_lock(&owner->lock);
	owner->pass.may_wait = true;
	spin_unlock(&owner->lock);
	*finish = &owner->pass.finish;
	return true;
}

const struct mmu_interval_notifier_ops quietly_ops = {
	.invalidate_start = quietly_start,
	.invalidate_finish = finish_quietly,
};

int quietly_register(struct by_flag *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->quietly, mm, 0, PAGE_SIZE, &quietly_ops);
}

/*
 * expect: interval-start finish_allocates_ops may-reclaim=violates:
 *	the second pass of a blockable range allocates with kzalloc_obj() and no flags, which is
 *	GFP_KERNEL
 */
static bool finish_allocates_start(struct mmu_interval_notifier *mni,
				   const struct mmu_notifier_range *range, unsigned long cur_seq,
				   struct mmu_interval_notifier_finish **finish)
{
	struct by_flag *owner = container_of(mni, struct by_flag, allocating);

	if (!mmu_notifier_range_blockable(range))
		return false;
	*finish = &owner->pass.finish;
	return true;
}

const struct mmu_interval_notifier_ops finish_allocates_ops = {
	.invalidate_start = finish_allocates_start,
	.invalidate_finish = finish_allocating,
};

int finish_allocates_register(struct by_flag *owner, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&owner->allocating, mm, 0, PAGE_SIZE,
					    &finish_allocates_ops);
}

MODULE_LICENSE("GPL");
