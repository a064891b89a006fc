// SPDX-License-Identifier: GPL-2.0-only
/* Tables of tables, walked by recursion with a visitor that the caller brings along; some visitors sleep. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>

#define ENTRIES 8
#define LEAVES 3

struct table {
	struct table *below[ENTRIES];
	unsigned long entries[ENTRIES];
};

struct walked {
	struct mmu_notifier notifier;
	struct table *top;
};

struct visit {
	struct table *table;
	unsigned int index, level;
};

struct visitor {
	int (*enter)(const struct visit *visit, struct visitor *visitor);
	int (*leave)(const struct visit *visit, struct visitor *visitor);
	void *data;
	bool may_yield;
};

/* Where a walk is; the visitor stays what it was, the address does not. */
struct walk {
	struct visitor *visitor;
	unsigned long at, end;
};

static bool goes_on(const struct visitor *visitor, int error)
{
	return !error || (error == -EAGAIN && visitor->may_yield);
}

static int walk_tables(struct walk *walk, struct table *table, unsigned int level);

static int visit_entry(struct walk *walk, struct table *table, unsigned int index, unsigned int level)
{
	struct visit visit = { .table = table, .index = index, .level = level };
	int error = walk->visitor->enter(&visit, walk->visitor);

	if (!goes_on(walk->visitor, error))
		return error;
	if (level < LEAVES && table->below[index])
		error = walk_tables(walk, table->below[index], level + 1);
	else
		walk->at += PAGE_SIZE;
	if (!goes_on(walk->visitor, error))
		return error;
	return walk->visitor->leave ? walk->visitor->leave(&visit, walk->visitor) : 0;
}

static int walk_tables(struct walk *walk, struct table *table, unsigned int level)
{
	unsigned int index;
	int error = 0;

	for (index = 0; index < ENTRIES && walk->at < walk->end && !error; index++)
		error = visit_entry(walk, table, index, level);
	return error;
}

static void walk_range(struct walked *owner, const struct mmu_notifier_range *range,
		       struct visitor *visitor)
{
	struct walk walk = { .visitor = visitor, .at = range->start, .end = range->end };

	if (owner->top)
		walk_tables(&walk, owner->top, 0);
}

static int clear_entry(const struct visit *visit, struct visitor *visitor)
{
	visit->table->entries[visit->index] = 0;
	return 0;
}

static int populate_entry(const struct visit *visit, struct visitor *visitor)
{
	if (!visit->table->below[visit->index])
		visit->table->below[visit->index] = kzalloc(sizeof(struct table), GFP_KERNEL);
	return visit->table->below[visit->index] ? 0 : -ENOMEM;
}

static int yield_after_table(const struct visit *visit, struct visitor *visitor)
{
	if (visitor->may_yield)
		cond_resched();
	return 0;
}

static int yield_at_leaf(const struct visit *visit, struct visitor *visitor)
{
	if (visit->level == LEAVES)
		cond_resched();
	return 0;
}

/* Reached by the driver's faults, not by its callbacks. */
void populate_range(struct walked *owner, const struct mmu_notifier_range *range)
{
	struct visitor visitor = { .enter = populate_entry };

	walk_range(owner, range, &visitor);
}

/*
 * expect: range-start walk_clears_ops:
 *	the visitor is clear_entry at every level; populate_entry is another driver path's
 */
static int walk_clears_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct visitor visitor = { .enter = clear_entry };

	walk_range(container_of(mn, struct walked, notifier), range, &visitor);
	return 0;
}

const struct mmu_notifier_ops walk_clears_ops = {
	.invalidate_range_start = walk_clears_start,
};

/*
 * expect: range-start walk_populates_ops sleeps-nonblockable=violates may-reclaim=violates:
 *	walk_tables -> visit_entry -> visitor->enter = populate_entry -> kzalloc(GFP_KERNEL)
 */
static int walk_populates_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct visitor visitor = { .enter = populate_entry };

	walk_range(container_of(mn, struct walked, notifier), range, &visitor);
	return 0;
}

const struct mmu_notifier_ops walk_populates_ops = {
	.invalidate_range_start = walk_populates_start,
};

/*
 * expect: range-start walk_yields_ops:
 *	may_yield is blockable, and nothing that the walk calls changes the visitor
 */
static int walk_yields_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct visitor visitor = {
		.enter = clear_entry, .leave = yield_after_table,
		.may_yield = mmu_notifier_range_blockable(range),
	};

	walk_range(container_of(mn, struct walked, notifier), range, &visitor);
	return 0;
}

const struct mmu_notifier_ops walk_yields_ops = {
	.invalidate_range_start = walk_yields_start,
};

/*
 * expect: range-start walk_yields_unasked_ops sleeps-nonblockable=violates:
 *	visitor->leave = yield_after_table, also after walk_tables of a table below: cond_resched
 */
static int walk_yields_unasked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct visitor visitor = {
		.enter = clear_entry, .leave = yield_after_table, .may_yield = true,
	};

	walk_range(container_of(mn, struct walked, notifier), range, &visitor);
	return 0;
}

const struct mmu_notifier_ops walk_yields_unasked_ops = {
	.invalidate_range_start = walk_yields_unasked_start,
};

/*
 * expect: range-start walk_yields_at_leaves_ops sleeps-nonblockable=violates|undecided:
 *	yield_at_leaf: cond_resched at level 3 alone, which no call but the fourth is given
 */
static int walk_yields_at_leaves_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct visitor visitor = { .enter = clear_entry, .leave = yield_at_leaf };

	walk_range(container_of(mn, struct walked, notifier), range, &visitor);
	return 0;
}

const struct mmu_notifier_ops walk_yields_at_leaves_ops = {
	.invalidate_range_start = walk_yields_at_leaves_start,
};

/*
 * Two walks: what the first one's visitor is says nothing of the second's.
 * expect: range-start walk_clears_then_yields_ops sleeps-nonblockable=violates:
 *	the second walk's visitor yields: cond_resched
 */
static int walk_clears_then_yields_start(struct mmu_notifier *mn,
					 const struct mmu_notifier_range *range)
{
	struct walked *owner = container_of(mn, struct walked, notifier);
	struct visitor clears = { .enter = clear_entry };
	struct visitor yields = { .enter = clear_entry, .leave = yield_after_table, .may_yield = true };

	walk_range(owner, range, &clears);
	walk_range(owner, range, &yields);
	return 0;
}

const struct mmu_notifier_ops walk_clears_then_yields_ops = {
	.invalidate_range_start = walk_clears_then_yields_start,
};

MODULE_LICENSE("GPL");
