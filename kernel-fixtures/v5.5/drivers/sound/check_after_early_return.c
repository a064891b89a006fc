// SPDX-License-Identifier: GPL-2.0-only
/* Nothing to do, nothing to ask: the test comes after the early returns. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct picky {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	struct rb_root_cached tree;
	void *device;
	unsigned long zapped;
};

/* expect: range-start check_after_empty_ops: empty tree: 0; then tested */
static int check_after_empty_start(struct mmu_notifier *mn,
				   const struct mmu_notifier_range *range)
{
	struct picky *picky = container_of(mn, struct picky, notifier);
	struct interval_tree_node *node;

	if (RB_EMPTY_ROOT(&picky->tree.rb_root))
		return 0;
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;

	mutex_lock(&picky->lock);
	while ((node = interval_tree_iter_first(&picky->tree, range->start, range->end - 1))) {
		interval_tree_remove(node, &picky->tree);
		picky->zapped++;
	}
	mutex_unlock(&picky->lock);
	return 0;
}

const struct mmu_notifier_ops check_after_empty_ops = {
	.invalidate_range_start = check_after_empty_start,
};

/* expect: interval check_after_event_ops: event or owner: true; then tested */
static bool check_after_event_invalidate(struct mmu_interval_notifier *mni,
					 const struct mmu_notifier_range *range,
					 unsigned long cur_seq)
{
	struct picky *picky = container_of(mni, struct picky, interval);

	if (range->event == MMU_NOTIFY_SOFT_DIRTY)
		return true;
	if (range->event == MMU_NOTIFY_MIGRATE && range->owner == picky->device)
		return true;
	if (!mmu_notifier_range_blockable(range))
		return false;

	mutex_lock(&picky->lock);
	picky->zapped++;
	mutex_unlock(&picky->lock);
	return true;
}

const struct mmu_interval_notifier_ops check_after_event_ops = {
	.invalidate = check_after_event_invalidate,
};

int check_after_event_register(struct picky *picky, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&picky->interval, mm, 0, PAGE_SIZE, &check_after_event_ops);
}

MODULE_LICENSE("GPL");
