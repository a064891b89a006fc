// SPDX-License-Identifier: GPL-2.0-only
/* A tree needs memory for what is stored in it, and none for what is taken out. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct indexed {
	struct mmu_notifier notifier;
	spinlock_t lock;
	struct node *root;
};

#define FANOUT	16

struct node {
	struct node *below[FANOUT];
	void *entry;
};

/* Storing NULL never grows the tree, whatever GFP says. */
static void *store(struct node **at, unsigned long index, void *entry, gfp_t gfp)
{
	void *old;

	while (index) {
		if (!*at && !entry)
			return NULL;
		if (!*at)
			*at = kzalloc(sizeof(**at), gfp);
		if (!*at)
			return NULL;
		at = &(*at)->below[index % FANOUT];
		index /= FANOUT;
	}
	if (!*at)
		return NULL;
	old = (*at)->entry;
	(*at)->entry = entry;
	return old;
}

/*
 * expect: range-start erases_ops:
 *	NULL is stored: the tree never grows, although GFP_KERNEL is handed down
 */
static int erases_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct indexed *owner = container_of(mn, struct indexed, notifier);

	spin_lock(&owner->lock);
	store(&owner->root, range->start >> PAGE_SHIFT, NULL, GFP_KERNEL);
	spin_unlock(&owner->lock);
	return 0;
}

const struct mmu_notifier_ops erases_ops = {
	.invalidate_range_start = erases_start,
};

/*
 * expect: range-start replaces_ops may-reclaim=violates:
 *	something is stored: kzalloc(GFP_KERNEL) for missing nodes
 */
static int replaces_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct indexed *owner = container_of(mn, struct indexed, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	store(&owner->root, range->start >> PAGE_SHIFT, owner, GFP_KERNEL);
	return 0;
}

const struct mmu_notifier_ops replaces_ops = {
	.invalidate_range_start = replaces_start,
};

MODULE_LICENSE("GPL");
