// SPDX-License-Identifier: GPL-2.0-only
/* The flag travels: in a field of a struct, behind a void pointer, as an argument by other names. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

struct carrier {
	struct mmu_notifier notifier;
	struct mmu_notifier visitor;
	struct mmu_interval_notifier interval;
	struct mutex lock;
	spinlock_t spin;
	struct rb_root tree;
	unsigned long zapped;
};

/* In a field, with a handler called through a pointer. */
struct gfn_range {
	unsigned long start, end;
	bool may_block;
};

struct hva_range {
	unsigned long start, end;
	bool (*handler)(struct carrier *carrier, const struct gfn_range *range);
	bool may_block;
};

static bool zap_gfns(struct carrier *carrier, unsigned long start, unsigned long end,
		     bool can_yield)
{
	unsigned long at;

	spin_lock(&carrier->spin);
	for (at = start; at < end; at++) {
		carrier->zapped++;
		if (!can_yield)
			continue;
		spin_unlock(&carrier->spin);
		cond_resched();
		spin_lock(&carrier->spin);
	}
	spin_unlock(&carrier->spin);
	return true;
}

static bool unmap_gfns(struct carrier *carrier, const struct gfn_range *range)
{
	return zap_gfns(carrier, range->start, range->end, range->may_block);
}

static void handle_hva_range(struct carrier *carrier, const struct hva_range *range)
{
	struct gfn_range gfns = {
		.start = range->start >> PAGE_SHIFT,
		.end = range->end >> PAGE_SHIFT,
		.may_block = range->may_block,
	};

	range->handler(carrier, &gfns);
}

/*
 * expect: range-start carried_in_field_ops:
 *	returns 0 only; cond_resched needs may_block, which is blockable
 */
static int carried_in_field_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	const struct hva_range hvas = {
		.start = range->start,
		.end = range->end,
		.handler = unmap_gfns,
		.may_block = mmu_notifier_range_blockable(range),
	};

	handle_hva_range(container_of(mn, struct carrier, notifier), &hvas);
	return 0;
}

/* expect: range-end carried_in_field_ops: a spin lock around a store */
static void carried_in_field_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct carrier *carrier = container_of(mn, struct carrier, notifier);

	spin_lock(&carrier->spin);
	carrier->zapped = 0;
	spin_unlock(&carrier->spin);
}

const struct mmu_notifier_ops carried_in_field_ops = {
	.invalidate_range_start = carried_in_field_start,
	.invalidate_range_end = carried_in_field_end,
};

/* Behind a void pointer, through a walk that knows nothing of it. */
struct visit {
	struct carrier *carrier;
	bool atomic;
};

static int for_each_mapping(struct rb_root *tree, int (*visit)(struct rb_node *, void *), void *data)
{
	struct rb_node *node;
	int ret;

	for (node = rb_first(tree); node; node = rb_next(node)) {
		ret = visit(node, data);
		if (ret)
			return ret;
	}
	return 0;
}

static int visit_mapping(struct rb_node *node, void *data)
{
	struct visit *visit = data;

	if (!visit->atomic)
		mutex_lock(&visit->carrier->lock);
	else if (!mutex_trylock(&visit->carrier->lock))
		return -EAGAIN;
	visit->carrier->zapped++;
	mutex_unlock(&visit->carrier->lock);
	return 0;
}

/*
 * expect: range-start carried_in_void_ops:
 *	visit->atomic is !blockable: -EAGAIN needs it, mutex_lock its opposite
 */
static int carried_in_void_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct carrier *carrier = container_of(mn, struct carrier, visitor);
	struct visit visit = {
		.carrier = carrier,
		.atomic = !mmu_notifier_range_blockable(range),
	};

	return for_each_mapping(&carrier->tree, visit_mapping, &visit);
}

const struct mmu_notifier_ops carried_in_void_ops = {
	.invalidate_range_start = carried_in_void_start,
};

/* As an argument. */
static bool take(struct carrier *carrier, bool atomic)
{
	if (atomic)
		return mutex_trylock(&carrier->lock);
	mutex_lock(&carrier->lock);
	return true;
}

/*
 * expect: interval carried_as_argument_ops:
 *	take(atomic): false needs a failed trylock, which needs !blockable
 */
static bool carried_as_argument_invalidate(struct mmu_interval_notifier *mni,
					   const struct mmu_notifier_range *range,
					   unsigned long cur_seq)
{
	struct carrier *carrier = container_of(mni, struct carrier, interval);

	if (!take(carrier, !mmu_notifier_range_blockable(range)))
		return false;
	carrier->zapped = 0;
	mutex_unlock(&carrier->lock);
	return true;
}

const struct mmu_interval_notifier_ops carried_as_argument_ops = {
	.invalidate = carried_as_argument_invalidate,
};

int carried_as_argument_register(struct carrier *carrier, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&carrier->interval, mm, 0, PAGE_SIZE, &carried_as_argument_ops);
}

MODULE_LICENSE("GPL");
