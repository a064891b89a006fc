// SPDX-License-Identifier: GPL-2.0-only
/* Intervals in a search tree by their start: a walk, where the real one prunes. */
#include <linux/interval_tree.h>

static struct interval_tree_node *from(struct rb_node *at, unsigned long start, unsigned long last)
{
	for (; at; at = rb_next(at)) {
		struct interval_tree_node *node = rb_entry(at, struct interval_tree_node, rb);

		if (node->start > last)
			return NULL;
		if (node->last >= start)
			return node;
	}
	return NULL;
}

struct interval_tree_node *interval_tree_iter_first(struct rb_root_cached *root,
						    unsigned long start, unsigned long last)
{
	return from(root->rb_leftmost, start, last);
}

struct interval_tree_node *interval_tree_iter_next(struct interval_tree_node *node,
						   unsigned long start, unsigned long last)
{
	return from(rb_next(&node->rb), start, last);
}

void interval_tree_remove(struct interval_tree_node *node, struct rb_root_cached *root)
{
	if (root->rb_leftmost == &node->rb)
		root->rb_leftmost = rb_next(&node->rb);
	rb_erase(&node->rb, &root->rb_root);
}
