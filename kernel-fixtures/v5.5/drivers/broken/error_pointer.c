// SPDX-License-Identifier: GPL-2.0-only
/* The error inside a pointer is handed on. */
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/rbtree.h>
#include <linux/spinlock.h>

struct mapping {
	struct rb_node node;
	bool dead;
};

struct mappings {
	struct mmu_notifier notifier;
	spinlock_t lock;
	struct rb_root tree;
	unsigned long epoch;
};

static struct mapping *first_mapping(struct mappings *mappings)
{
	struct rb_node *node = rb_first(&mappings->tree);
	struct mapping *mapping;

	if (!node)
		return ERR_PTR(-ENOENT);
	mapping = rb_entry(node, struct mapping, node);
	if (mapping->dead)
		return ERR_PTR(-ENODEV);
	return mapping;
}

/*
 * expect: range-start error_pointer_ops fails-blockable=violates
 *	wrong-errno=violates(-ENOENT,-ENODEV):
 *	-ENOENT or -ENODEV out of the pointer, whatever the context
 */
static int error_pointer_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct mappings *mappings = container_of(mn, struct mappings, notifier);
	struct mapping *mapping;
	int ret = 0;

	spin_lock(&mappings->lock);
	mapping = first_mapping(mappings);
	if (IS_ERR(mapping)) {
		ret = PTR_ERR(mapping);
		goto out;
	}
	mapping->dead = true;
	mappings->epoch++;
out:
	spin_unlock(&mappings->lock);
	return ret;
}

const struct mmu_notifier_ops error_pointer_ops = {
	.invalidate_range_start = error_pointer_start,
};

MODULE_LICENSE("GPL");
