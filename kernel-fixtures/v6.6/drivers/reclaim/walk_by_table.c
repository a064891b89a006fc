// SPDX-License-Identifier: GPL-2.0-only
/*
 * A walk over tables of tables that calls itself. What it does with each entry stands in a table of
 * functions, which the walk's object names; so the object alone tells which walk allocates.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>

struct map_walk;

struct map_table {
	struct map_table **below;
	struct map_table **staged;
};

struct map_walk_ops {
	int (*visit)(struct map_table *table, unsigned long index, unsigned int level,
		     unsigned long from, unsigned long to, struct map_table **child, int *action,
		     struct map_walk *walk);
	int (*leave)(struct map_table *table, unsigned long index, unsigned int level,
		     unsigned long from, unsigned long to, struct map_table **child, int *action,
		     struct map_walk *walk);
};

struct map_walk {
	const struct map_walk_ops *ops;
	const unsigned long *shifts;
	unsigned int top;
	bool shared_alone;
	bool staged;
};

enum { MAP_DESCEND, MAP_SKIP, MAP_AGAIN };

struct map_owner {
	struct mmu_notifier notifier;
	struct map_table root;
	unsigned int level;
	unsigned long cleared;
	void *note;
};

static const unsigned long map_shifts[] = { 12, 21, 30, 39, 48 };

static unsigned long map_end(unsigned long from, unsigned long to, unsigned int level,
			     const struct map_walk *walk)
{
	unsigned long size = 1ul << walk->shifts[level];
	unsigned long end = (from + size) & ~(size - 1);

	return end < to ? end : to;
}

static bool map_next(unsigned long *index, unsigned long *from, unsigned long next,
		     unsigned long to, unsigned int level, const struct map_walk *walk)
{
	unsigned long step = 1;

	if (walk->shared_alone) {
		unsigned int shift = walk->shifts[level];
		unsigned long skip_to = to & ~((1ul << shift) - 1);

		if (skip_to > next) {
			step += (skip_to - next) >> shift;
			next = skip_to;
		}
	}
	*from = next;
	*index += step;
	return next != to;
}

static unsigned long map_index(unsigned long from, unsigned int level, const struct map_walk *walk)
{
	if (level < walk->top)
		from &= (1ul << walk->shifts[level + 1]) - 1;
	return from >> walk->shifts[level];
}

static bool map_covers(unsigned long from, unsigned long to, unsigned int level,
		       const struct map_walk *walk)
{
	unsigned long size = 1ul << walk->shifts[level];

	return to - from == size && !(from & (size - 1));
}

static int map_walk_range(struct map_table *table, unsigned int level, unsigned long from,
			  unsigned long to, struct map_walk *walk)
{
	unsigned long index = map_index(from, level, walk);
	struct map_table **entries = walk->staged ? (table->staged ?: NULL) : (table->below ?: NULL);
	const struct map_walk_ops *ops = walk->ops;
	struct map_table *child;
	unsigned long next;
	int action, err = 0;

	do {
		next = map_end(from, to, level, walk);
		if (walk->shared_alone && map_covers(from, next, level, walk))
			continue;
again:
		action = MAP_DESCEND;
		child = entries ? entries[index] : NULL;
		err = ops->visit(table, index, level, from, next, &child, &action, walk);
		if (err)
			break;
		if (action == MAP_AGAIN)
			goto again;
		if (!level || !child || action == MAP_SKIP)
			continue;
		err = map_walk_range(child, level - 1, from, next, walk);
		if (!err && ops->leave)
			err = ops->leave(table, index, level, from, next, &child, &action, walk);
		if (err)
			break;
	} while (map_next(&index, &from, next, to, level, walk));
	return err;
}

static int map_walk_shared(struct map_table *table, unsigned int level, unsigned long from,
			   unsigned long to, struct map_walk *walk)
{
	const struct map_walk_ops *ops = walk->ops;
	struct map_table *child = table;
	int action = MAP_DESCEND, err;

	walk->shared_alone = true;
	err = walk->ops->visit(table, 0, level + 1, from, to, &child, &action, walk);
	if (err || action != MAP_DESCEND)
		return err;
	err = map_walk_range(table, level, from, to, walk);
	if (!err && ops->leave)
		err = ops->leave(table, 0, level + 1, from, to, &child, &action, walk);
	return err;
}

struct clearing_walk {
	struct map_walk base;
	struct map_owner *owner;
	bool any;
};

static bool map_own_entries(unsigned long from, unsigned long to, unsigned int level,
			    struct map_walk *walk, int *action, unsigned long *index,
			    unsigned long *end)
{
	unsigned long size = 1ul << walk->shifts[level];

	*index = map_index(from, level, walk);
	*end = *index + ((to - from) >> walk->shifts[level]);
	if (!level)
		return true;
	*action = MAP_SKIP;
	if (from & (size - 1)) {
		*action = MAP_DESCEND;
		(*index)++;
	}
	if (to & (size - 1)) {
		*action = MAP_DESCEND;
		(*end)--;
	}
	return *end > *index;
}

static int clear_visit(struct map_table *table, unsigned long index, unsigned int level,
		       unsigned long from, unsigned long to, struct map_table **child, int *action,
		       struct map_walk *walk)
{
	struct clearing_walk *clearing = container_of(walk, struct clearing_walk, base);
	unsigned long end;

	if (!*child)
		return 0;
	if (map_own_entries(from, to, --level, walk, action, &index, &end)) {
		clearing->owner->cleared += end - index;
		clearing->any = true;
	}
	return 0;
}

static const struct map_walk_ops clearing_ops = { .visit = clear_visit };

static bool clear_range(struct map_owner *owner, unsigned long from, unsigned long to)
{
	struct clearing_walk clearing = {
		.base = { .ops = &clearing_ops, .shifts = map_shifts, .top = 4 },
		.owner = owner,
	};

	map_walk_shared(&owner->root, owner->level, from, to, &clearing.base);
	return clearing.any;
}

struct staging_walk {
	struct map_walk base;
	struct map_owner *owner;
	unsigned long count;
};

static int stage_visit(struct map_table *table, unsigned long index, unsigned int level,
		       unsigned long from, unsigned long to, struct map_table **child, int *action,
		       struct map_walk *walk)
{
	struct staging_walk *staging = container_of(walk, struct staging_walk, base);
	unsigned long end;

	if (*child && map_own_entries(from, to, level, walk, action, &index, &end))
		staging->count++;
	return 0;
}

static int stage_leave(struct map_table *table, unsigned long index, unsigned int level,
		       unsigned long from, unsigned long to, struct map_table **child, int *action,
		       struct map_walk *walk)
{
	struct staging_walk *staging = container_of(walk, struct staging_walk, base);

	kfree(staging->owner->note);
	staging->owner->note = kmalloc(32, GFP_KERNEL);
	return staging->owner->note ? 0 : -ENOMEM;
}

static const struct map_walk_ops staging_ops = { .visit = stage_visit, .leave = stage_leave };

static bool stage_range(struct map_owner *owner, unsigned long from, unsigned long to)
{
	struct staging_walk staging = {
		.base = { .ops = &staging_ops, .shifts = map_shifts, .top = 4 },
		.owner = owner,
	};

	map_walk_range(&owner->root, owner->level, from, to, &staging.base);
	return staging.count;
}

/* expect: range-start clears_ops: its table visits and leaves nothing, so no walk allocates */
static int clears_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct map_owner *owner = container_of(mn, struct map_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	clear_range(owner, range->start, range->end);
	return 0;
}

const struct mmu_notifier_ops clears_ops = {
	.invalidate_range_start = clears_start,
};

/* expect: range-start stages_ops may-reclaim=violates: leaving a table takes a note with GFP_KERNEL */
static int stages_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct map_owner *owner = container_of(mn, struct map_owner, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	stage_range(owner, range->start, range->end);
	return 0;
}

const struct mmu_notifier_ops stages_ops = {
	.invalidate_range_start = stages_start,
};

MODULE_LICENSE("GPL");
