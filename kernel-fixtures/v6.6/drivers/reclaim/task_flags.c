// SPDX-License-Identifier: GPL-2.0-only
/* Scopes set a flag of the task that runs, which code may read; the task is one all the time. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

/* expect: range-start noreclaim_is_set_ops: the flag is set in the scope */
static int noreclaim_is_set_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int outer = memalloc_noreclaim_save(), inner = memalloc_noreclaim_save();

	memalloc_noreclaim_restore(inner);
	if (!(current->flags & PF_MEMALLOC))
		might_sleep();
	memalloc_noreclaim_restore(outer);
	return 0;
}

const struct mmu_notifier_ops noreclaim_is_set_ops = {
	.invalidate_range_start = noreclaim_is_set_start,
};

/* expect: range-start noreclaim_is_read_ops sleeps-nonblockable=violates: so this is reached */
static int noreclaim_is_read_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags = memalloc_noreclaim_save();

	if (current->flags & PF_MEMALLOC)
		might_sleep();
	memalloc_noreclaim_restore(flags);
	return 0;
}

const struct mmu_notifier_ops noreclaim_is_read_ops = {
	.invalidate_range_start = noreclaim_is_read_start,
};

/* expect: range-start noreclaim_is_restored_ops: after the scope the flag is what it was */
static int noreclaim_is_restored_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int before = current->flags & PF_MEMALLOC;
	unsigned int flags = memalloc_noreclaim_save();

	memalloc_noreclaim_restore(flags);
	if ((current->flags & PF_MEMALLOC) != before)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops noreclaim_is_restored_ops = {
	.invalidate_range_start = noreclaim_is_restored_start,
};

/* expect: range-start noreclaim_was_set_ops sleeps-nonblockable=violates: the caller may have set it */
static int noreclaim_was_set_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	memalloc_noreclaim_restore(memalloc_noreclaim_save());
	if (current->flags & PF_MEMALLOC)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops noreclaim_was_set_ops = {
	.invalidate_range_start = noreclaim_was_set_start,
};

/* expect: range-start nofs_is_set_ops: each scope sets its own flag */
static int nofs_is_set_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags = memalloc_nofs_save(), io = memalloc_noio_save();

	if (!(current->flags & PF_MEMALLOC_NOFS) || !(current->flags & PF_MEMALLOC_NOIO))
		might_sleep();
	memalloc_noio_restore(io);
	memalloc_nofs_restore(flags);
	return 0;
}

const struct mmu_notifier_ops nofs_is_set_ops = {
	.invalidate_range_start = nofs_is_set_start,
};

/* expect: range-start noio_is_not_set_ops sleeps-nonblockable=violates: and no other */
static int noio_is_not_set_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags = memalloc_nofs_save();

	if (!(current->flags & PF_MEMALLOC_NOIO))
		might_sleep();
	memalloc_nofs_restore(flags);
	return 0;
}

const struct mmu_notifier_ops noio_is_not_set_ops = {
	.invalidate_range_start = noio_is_not_set_start,
};

/* expect: range-start same_task_ops: current is current */
static int same_task_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct task_struct *task = current;

	cpu_relax();
	if (task != current)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops same_task_ops = {
	.invalidate_range_start = same_task_start,
};
