// SPDX-License-Identifier: GPL-2.0-only
/* What is called below takes and drops a lock, or does not drop it on one of its ways. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct counted {
	struct mmu_notifier notifier;
	spinlock_t lock;
	unsigned long count, full;
};

static void drain(struct counted *owner)
{
	spin_lock(&owner->lock);
	owner->count = 0;
	spin_unlock(&owner->lock);
}

static void drain_twice(struct counted *owner)
{
	drain(owner);
	drain(owner);
}

static void fill(struct counted *owner)
{
	spin_lock(&owner->lock);
	if (owner->full)
		return;
	owner->count++;
	spin_unlock(&owner->lock);
}

static void fill_below(struct counted *owner)
{
	drain(owner);
	fill(owner);
}

static void enter(struct counted *owner)
{
	spin_lock(&owner->lock);
}

static void leave(struct counted *owner)
{
	spin_unlock(&owner->lock);
}

static void count_between(struct counted *owner)
{
	enter(owner);
	owner->count++;
	leave(owner);
}

static void descend(struct counted *owner, unsigned long level)
{
	if (!level) {
		enter(owner);
		return;
	}
	descend(owner, level - 1);
}

/* expect: range-start balance_kept_ops: drain drops what it takes, both times */
static int balance_kept_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	drain_twice(container_of(mn, struct counted, notifier));
	return mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;
}

const struct mmu_notifier_ops balance_kept_ops = {
	.invalidate_range_start = balance_kept_start,
};

/*
 * expect: range-start balance_lost_below_ops returns-locked=violates:
 *	not blockable: fill_below -> fill returns with the lock when it is full
 */
static int balance_lost_below_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	fill_below(container_of(mn, struct counted, notifier));
	return mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;
}

const struct mmu_notifier_ops balance_lost_below_ops = {
	.invalidate_range_start = balance_lost_below_start,
};

/* expect: range-start balance_of_helpers_ops: enter takes what leave drops */
static int balance_of_helpers_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	count_between(container_of(mn, struct counted, notifier));
	return mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;
}

const struct mmu_notifier_ops balance_of_helpers_ops = {
	.invalidate_range_start = balance_of_helpers_start,
};

/*
 * expect: range-start balance_lost_in_recursion_ops returns-locked=violates|undecided:
 *	not blockable: descend takes the lock at its end, whatever the level
 */
static int balance_lost_in_recursion_start(struct mmu_notifier *mn,
					   const struct mmu_notifier_range *range)
{
	struct counted *owner = container_of(mn, struct counted, notifier);

	descend(owner, owner->full);
	return mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;
}

const struct mmu_notifier_ops balance_lost_in_recursion_ops = {
	.invalidate_range_start = balance_lost_in_recursion_start,
};

/* The spare page goes with its lock; nobody's source says whether it is another one in between. */
void *spare_page;
static spinlock_t spare_lock;

void write_to_device(void *page, unsigned long number);

static void *take_page(void)
{
	void *page = kmalloc(4096, GFP_ATOMIC);

	if (page)
		return page;
	spin_lock(&spare_lock);
	return spare_page;
}

static void put_page_back(void *page)
{
	if (page == spare_page) {
		spin_unlock(&spare_lock);
		return;
	}
	kfree(page);
}

/*
 * expect: range-start balance_by_spare_ops sleeps-nonblockable=undecided
 *	returns-locked=undecided may-reclaim=undecided:
 *	whether write_to_device() changes spare_page is not known: it goes back with its lock, or
 *	does not
 */
static int balance_by_spare_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct counted *owner = container_of(mn, struct counted, notifier);
	void *page = take_page();

	for (unsigned long i = 0; i < owner->count; i++)
		write_to_device(page, i);
	put_page_back(page);
	return mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;
}

const struct mmu_notifier_ops balance_by_spare_ops = {
	.invalidate_range_start = balance_by_spare_start,
};

MODULE_LICENSE("GPL");
