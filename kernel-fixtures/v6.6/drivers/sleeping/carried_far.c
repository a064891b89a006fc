// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flag goes through a void pointer, an ops table and back, as in a hypervisor's walk of its
 * slots.
 */
#include <linux/list.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/rbtree.h>
#include <linux/sched.h>

struct slot {
	struct list_head link;
	unsigned long start, end;
};

struct machine {
	struct mmu_notifier notifier;
	rwlock_t lock;
	struct list_head slots;
	const struct walk_ops *walk;
	bool active;
	unsigned long zapped;
};

struct slot_range {
	unsigned long start, end;
	void *arg;
	bool may_block;
};

struct walk_ops {
	void (*begin)(struct machine *machine);
	bool (*zap)(struct machine *machine, const struct slot_range *range);
};

static void begin_zap(struct machine *machine)
{
	machine->active = true;
}

static bool walk_leaves(struct machine *machine, const struct slot_range *range, bool can_yield,
			bool flush)
{
	unsigned long at;

	for (at = range->start; at < range->end; at++) {
		flush = true;
		machine->zapped++;
		if (!can_yield)
			continue;
		if (need_resched() && cond_resched_rwlock_write(&machine->lock))
			flush = false;
	}
	return flush;
}

static bool zap_slot(struct machine *machine, const struct slot_range *range)
{
	return walk_leaves(machine, range, range->may_block, false);
}

/* What is asked for in ARG counts here, and the flag does not. */
static bool zap_slot_by_arg(struct machine *machine, const struct slot_range *range)
{
	const bool *may_block = range->arg;

	return walk_leaves(machine, range, *may_block, false);
}

static bool zap_slot_always(struct machine *machine, const struct slot_range *range)
{
	return walk_leaves(machine, range, true, false);
}

struct hva_walk {
	unsigned long start, end;
	const struct walk_ops *ops;
	void *arg;
	bool may_block;
};

static bool walk_slots(struct machine *machine, const struct hva_walk *walk)
{
	struct slot_range range = { .arg = walk->arg };
	bool locked = false, flush = false;
	struct slot *slot;

	list_for_each_entry(slot, &machine->slots, link) {
		range.start = max(walk->start, slot->start) >> PAGE_SHIFT;
		range.end = min(walk->end, slot->end) >> PAGE_SHIFT;
		range.may_block = walk->may_block;
		if (!locked) {
			locked = true;
			write_lock(&machine->lock);
			walk->ops->begin(machine);
		}
		flush |= walk->ops->zap(machine, &range);
	}
	if (locked)
		write_unlock(&machine->lock);
	return flush;
}

static const struct walk_ops by_flag = { .begin = begin_zap, .zap = zap_slot };
static const struct walk_ops by_arg = { .begin = begin_zap, .zap = zap_slot_by_arg };
static const struct walk_ops always = { .begin = begin_zap, .zap = zap_slot_always };

/*
 * expect: range-start far_by_flag_ops:
 *	walk.may_block -> range.may_block -> can_yield: what yields needs blockable
 */
static int far_by_flag_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct machine *owner = container_of(mn, struct machine, notifier);
	const struct hva_walk walk = {
		.start = range->start,
		.end = range->end,
		.ops = &by_flag,
		.may_block = mmu_notifier_range_blockable(range),
	};

	walk_slots(owner, &walk);
	return 0;
}

const struct mmu_notifier_ops far_by_flag_ops = {
	.invalidate_range_start = far_by_flag_start,
};

/*
 * expect: range-start far_by_arg_ops:
 *	the local behind the void pointer is blockable, and it is what counts
 */
static int far_by_arg_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct machine *owner = container_of(mn, struct machine, notifier);
	bool may_block = mmu_notifier_range_blockable(range);
	const struct hva_walk walk = {
		.start = range->start,
		.end = range->end,
		.ops = &by_arg,
		.arg = &may_block,
		.may_block = true,
	};

	walk_slots(owner, &walk);
	return 0;
}

const struct mmu_notifier_ops far_by_arg_ops = {
	.invalidate_range_start = far_by_arg_start,
};

/*
 * expect: range-start far_by_wrong_arg_ops sleeps-nonblockable=violates:
 *	the local behind the void pointer is true: cond_resched_rwlock_write
 */
static int far_by_wrong_arg_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct machine *owner = container_of(mn, struct machine, notifier);
	bool may_block = true;
	const struct hva_walk walk = {
		.start = range->start,
		.end = range->end,
		.ops = &by_arg,
		.arg = &may_block,
		.may_block = mmu_notifier_range_blockable(range),
	};

	walk_slots(owner, &walk);
	return 0;
}

const struct mmu_notifier_ops far_by_wrong_arg_ops = {
	.invalidate_range_start = far_by_wrong_arg_start,
};

/*
 * expect: range-start far_always_ops sleeps-nonblockable=violates:
 *	the handler ignores the flag: cond_resched_rwlock_write
 */
static int far_always_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct machine *owner = container_of(mn, struct machine, notifier);
	const struct hva_walk walk = {
		.start = range->start,
		.end = range->end,
		.ops = &always,
		.may_block = mmu_notifier_range_blockable(range),
	};

	walk_slots(owner, &walk);
	return 0;
}

const struct mmu_notifier_ops far_always_ops = {
	.invalidate_range_start = far_always_start,
};

MODULE_LICENSE("GPL");
