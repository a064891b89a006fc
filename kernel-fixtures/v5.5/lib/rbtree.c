// SPDX-License-Identifier: GPL-2.0-only
/* Search trees without the balancing: small on purpose. */
#include <linux/rbtree.h>

static struct rb_node *parent_of(const struct rb_node *node)
{
	return (struct rb_node *)(node->__rb_parent_color & ~3UL);
}

static void set_parent(struct rb_node *node, struct rb_node *parent)
{
	if (node)
		node->__rb_parent_color = (unsigned long)parent;
}

static struct rb_node *leftmost(struct rb_node *node)
{
	while (node && node->rb_left)
		node = node->rb_left;
	return node;
}

struct rb_node *rb_first(const struct rb_root *root)
{
	return leftmost(root->rb_node);
}

struct rb_node *rb_next(const struct rb_node *node)
{
	struct rb_node *parent;

	if (node->rb_right)
		return leftmost(node->rb_right);
	while ((parent = parent_of(node)) && node == parent->rb_right)
		node = parent;
	return parent;
}

/* Puts NODE where OLD hangs. */
static void hang(struct rb_root *root, struct rb_node *old, struct rb_node *node)
{
	struct rb_node *parent = parent_of(old);

	if (!parent)
		root->rb_node = node;
	else if (parent->rb_left == old)
		parent->rb_left = node;
	else
		parent->rb_right = node;
	set_parent(node, parent);
}

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *last;

	if (!node->rb_left) {
		hang(root, node, node->rb_right);
		return;
	}
	/* What is on the right goes below the last one on the left. */
	for (last = node->rb_left; last->rb_right; last = last->rb_right)
		;
	last->rb_right = node->rb_right;
	set_parent(node->rb_right, last);
	hang(root, node, node->rb_left);
}
