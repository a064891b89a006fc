// SPDX-License-Identifier: GPL-2.0-only
/* A layer's method hands the call on to the layer below, through the same member. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>

struct layer {
	const struct layer_ops *ops;
	struct layer *below;
	void *object;
};

struct layer_ops {
	void (*clear)(struct layer *layer, bool handed_on);
};

struct layered {
	struct mmu_notifier notifier;
	struct layer *top;
};

static void layer_clear(struct layer *layer, bool handed_on)
{
	layer->ops->clear(layer, handed_on);
}

static void upper_clear(struct layer *layer, bool handed_on)
{
	layer_clear(layer->below, true);
}

static void lower_clear(struct layer *layer, bool handed_on)
{
	kfree(layer->object);
	if (handed_on)
		layer->object = kmalloc(256, GFP_KERNEL);
}

const struct layer_ops upper_ops = { .clear = upper_clear };
const struct layer_ops lower_ops = { .clear = lower_clear };

/*
 * The lower layer allocates for the one above.
 * expect: range-start layered_ops may-reclaim=violates(upper_clear,then,lower_clear) sleeps-nonblockable=violates:
 *	layer_ops.clear is upper_clear, which calls through it again: lower_clear, and kmalloc(GFP_KERNEL)
 */
static int layered_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	layer_clear(container_of(mn, struct layered, notifier)->top, false);
	return 0;
}

const struct mmu_notifier_ops layered_ops = {
	.invalidate_range_start = layered_start,
};
