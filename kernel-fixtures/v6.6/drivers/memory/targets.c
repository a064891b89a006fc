// SPDX-License-Identifier: GPL-2.0-only
/* Functions that reach a member by value: a choice, a setter, a table, a variable of the file. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct engine_box;

struct engine_ops {
	void (*chosen)(struct engine_box *box);
	void (*given)(struct engine_box *box);
	void (*maybe)(struct engine_box *box);
	void (*picked)(struct engine_box *box);
};

struct engine_box {
	struct mmu_notifier notifier;
	int value;
	struct engine_ops *ops;
};

static void run_fast(struct engine_box *box)
{
	box->value = 1;
}

static void run_asleep(struct engine_box *box)
{
	box->value = 2;
	might_sleep();
}

static void set_given(struct engine_ops *ops, void (*given)(struct engine_box *box))
{
	ops->given = given;
}

void engine_ops_init(struct engine_ops *ops, bool is_slow, unsigned int level)
{
	static void (*const levels[2])(struct engine_box *box) = { run_fast, run_asleep };

	ops->chosen = is_slow ? run_asleep : run_fast;
	set_given(ops, run_asleep);
	ops->maybe = is_slow ? run_fast : NULL;
	ops->picked = levels[level & 1];
}

void engine_ops_reset(struct engine_ops *ops)
{
	ops->chosen = run_fast;
	ops->given = run_fast;
	ops->picked = run_fast;
}

/* expect: range-start target_chosen_ops sleeps-nonblockable=violates: one of a choice is run_asleep */
static int target_chosen_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine_box *box = container_of(mn, struct engine_box, notifier);

	box->ops->chosen(box);
	return 0;
}

const struct mmu_notifier_ops target_chosen_ops = {
	.invalidate_range_start = target_chosen_start,
};

/* expect: range-start target_given_ops sleeps-nonblockable=violates: set_given() gets run_asleep */
static int target_given_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine_box *box = container_of(mn, struct engine_box, notifier);

	box->ops->given(box);
	return 0;
}

const struct mmu_notifier_ops target_given_ops = {
	.invalidate_range_start = target_given_start,
};

/* expect: range-start target_picked_ops sleeps-nonblockable=violates: levels[1] is run_asleep */
static int target_picked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine_box *box = container_of(mn, struct engine_box, notifier);

	box->ops->picked(box);
	return 0;
}

const struct mmu_notifier_ops target_picked_ops = {
	.invalidate_range_start = target_picked_start,
};

/* expect: range-start target_maybe_ops: run_fast or nothing */
static int target_maybe_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct engine_box *box = container_of(mn, struct engine_box, notifier);

	box->ops->maybe(box);
	return 0;
}

const struct mmu_notifier_ops target_maybe_ops = {
	.invalidate_range_start = target_maybe_start,
};

MODULE_LICENSE("GPL");
