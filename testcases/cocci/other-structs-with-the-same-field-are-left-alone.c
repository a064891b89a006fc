// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>

struct cache_ops {
	void (*invalidate)(void *cache);
	int invalidate_range_start;
};

struct cache {
	struct cache_ops ops;
	bool invalidate;
};

static const struct cache_ops cache_ops = {
	.invalidate = flush,
	.invalidate_range_start = 1,
};

static struct cache cache = {
	.ops = { .invalidate = flush },
	.ops.invalidate = flush,
	.invalidate = true,
};

static const struct mmu_interval_notifier_ops ours = {
	.invalidate = callback,		/* LOCATED callback of ours */
};

void set(struct cache *c, struct cache_ops *o, struct unknown *u)
{
	c->invalidate = false;
	c->ops.invalidate = flush;
	o->invalidate = flush;
	o->invalidate_range_start = 2;
	u->state.invalidate = flush;
	cache.ops = (struct cache_ops){ .invalidate = flush };
}
