// SPDX-License-Identifier: GPL-2.0-only
/*
 * The semaphore stays held from start to end. On -EAGAIN it stays held as well, in the belief
 * that end will drop it: but nobody calls the end of a start that failed.
 */
#include <linux/completion.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/rwsem.h>

struct held_object {
	struct list_head link;
	struct completion idle;
	bool busy;
};

struct held {
	struct mmu_notifier notifier;
	struct rw_semaphore sem;
	struct list_head objects;
};

/*
 * expect: range-start held_until_end_ops fails-with-end=violates returns-locked=violates:
 *	not blockable: -EAGAIN inside the loop with sem held; ops have invalidate_range_end; the
 *	wait needs blockable
 */
static int held_until_end_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct held *held = container_of(mn, struct held, notifier);
	bool block = mmu_notifier_range_blockable(range);
	struct held_object *object;

	if (block)
		down_read(&held->sem);
	else if (!down_read_trylock(&held->sem))
		return -EAGAIN;

	list_for_each_entry(object, &held->objects, link) {
		if (!object->busy)
			continue;
		if (!block)
			return -EAGAIN;
		wait_for_completion(&object->idle);
	}
	return 0;
}

/* expect: range-end held_until_end_ops: up_read does not sleep */
static void held_until_end_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct held *held = container_of(mn, struct held, notifier);

	up_read(&held->sem);
}

const struct mmu_notifier_ops held_until_end_ops = {
	.invalidate_range_start = held_until_end_start,
	.invalidate_range_end = held_until_end_end,
};

MODULE_LICENSE("GPL");
