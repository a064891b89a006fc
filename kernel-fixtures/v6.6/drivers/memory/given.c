// SPDX-License-Identifier: GPL-2.0-only
/* Two pointers that others made may lead to one object, which no test of them shows. */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct given_part {
	int state;
	int error;
	struct list_head link;
};

struct given_box {
	struct mmu_notifier notifier;
	struct given_part one, two;
	struct given_part *current_part, *other_part;
	struct list_head parts;
	struct given_box *self;
	int pending;
	int *counter;
	struct given_part **slot;
	unsigned long total, *sum;
};

static int given_total;
static int *given_counter = &given_total;

void given_box_init(struct given_box *box);

void given_box_init(struct given_box *box)
{
	box->current_part = &box->one;
	box->self = box;
	box->counter = &box->pending;
	box->slot = &box->current_part;
	box->sum = &box->total;
	INIT_LIST_HEAD(&box->parts);
	list_add(&box->two.link, &box->parts);
}

/*
 * expect: range-start given_inside_ops sleeps-nonblockable=undecided:
 *	current_part leads to one, by the function above
 */
static int given_inside_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->one.state = 0;
	box->current_part->state = 1;
	if (box->one.state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_inside_ops = {
	.invalidate_range_start = given_inside_start,
};


/* expect: range-start given_copied_inside_ops fails-blockable=undecided wrong-errno=undecided: likewise */
static int given_copied_inside_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->one.error = 0;
	box->two.error = -EIO;
	*box->current_part = box->two;
	return box->one.error;
}

const struct mmu_notifier_ops given_copied_inside_ops = {
	.invalidate_range_start = given_copied_inside_start,
};


/* expect: range-start given_itself_ops sleeps-nonblockable=undecided: self leads back */
static int given_itself_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->pending = 0;
	box->self->pending = 1;
	if (box->pending)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_itself_ops = {
	.invalidate_range_start = given_itself_start,
};


/* expect: range-start given_listed_ops sleeps-nonblockable=undecided: the first of the list is two */
static int given_listed_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);
	struct given_part *first = list_first_entry(&box->parts, struct given_part, link);

	box->two.state = 0;
	first->state = 1;
	if (box->two.state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_listed_ops = {
	.invalidate_range_start = given_listed_start,
};


/* expect: range-start given_two_pointers_ops sleeps-nonblockable=undecided: both may lead to one part */
static int given_two_pointers_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);
	struct given_part *a = box->current_part, *b = box->other_part;

	a->state = 0;
	b->state = 1;
	if (a->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_two_pointers_ops = {
	.invalidate_range_start = given_two_pointers_start,
};


/* expect: range-start given_other_member_ops: whatever the two lead to, an error is no state */
static int given_other_member_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->one.state = 0;
	box->current_part->error = 1;
	box->other_part->error = 1;
	if (box->one.state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_other_member_ops = {
	.invalidate_range_start = given_other_member_start,
};


/* expect: range-start given_told_apart_ops: the test shows two parts */
static int given_told_apart_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);
	struct given_part *a = box->current_part, *b = box->other_part;

	if (a == b)
		return 0;
	a->state = 0;
	b->state = 1;
	if (a->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_told_apart_ops = {
	.invalidate_range_start = given_told_apart_start,
};


/* expect: range-start given_told_one_bad_ops sleeps-nonblockable=violates: the test shows one part */
static int given_told_one_bad_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->one.state = 0;
	if (box->current_part == &box->one)
		box->current_part->state = 1;
	if (box->one.state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_told_one_bad_ops = {
	.invalidate_range_start = given_told_one_bad_start,
};


/* expect: range-start given_both_set_ops: one of two, and both have the value */
static int given_both_set_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->one.state = 0;
	box->current_part->state = 0;
	if (box->one.state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_both_set_ops = {
	.invalidate_range_start = given_both_set_start,
};

/* expect: range-start given_counted_ops fails-blockable=undecided wrong-errno=undecided: counter leads to pending */
static int given_counted_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->pending = 0;
	*box->counter = -EIO;
	return box->pending;
}

const struct mmu_notifier_ops given_counted_ops = {
	.invalidate_range_start = given_counted_start,
};

/* expect: range-start given_total_ops sleeps-nonblockable=undecided: given_counter leads to given_total, at first */
static int given_total_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	given_total = 0;
	++*given_counter;
	if (given_total)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_total_ops = {
	.invalidate_range_start = given_total_start,
};

/* expect: range-start given_slot_ops sleeps-nonblockable=undecided: slot leads to current_part */
static int given_slot_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->one.state = 1;
	box->two.state = 0;
	box->current_part = &box->two;
	*box->slot = &box->one;
	if (box->current_part->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_slot_ops = {
	.invalidate_range_start = given_slot_start,
};

/* expect: range-start given_slot_read_ops sleeps-nonblockable=undecided: likewise, read through slot */
static int given_slot_read_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->one.state = 1;
	box->two.state = 0;
	*box->slot = &box->two;
	box->current_part = &box->one;
	if ((*box->slot)->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_slot_read_ops = {
	.invalidate_range_start = given_slot_read_start,
};

/* expect: range-start given_sum_ops fails-blockable=undecided wrong-errno=undecided: sum leads to total */
static int given_sum_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->total = 0;
	*box->sum = 1;
	return box->total ? -EIO : 0;
}

const struct mmu_notifier_ops given_sum_ops = {
	.invalidate_range_start = given_sum_start,
};

/* expect: range-start given_slot_same_ops: what was stored through slot is read through slot */
static int given_slot_same_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->one.state = 0;
	*box->slot = &box->one;
	if ((*box->slot)->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_slot_same_ops = {
	.invalidate_range_start = given_slot_same_start,
};

/* expect: range-start given_slot_known_ops sleeps-nonblockable=violates: slot was set here */
static int given_slot_known_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct given_box *box = container_of(mn, struct given_box, notifier);

	box->slot = &box->current_part;
	box->one.state = 1;
	box->current_part = &box->two;
	*box->slot = &box->one;
	if (box->current_part->state)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops given_slot_known_ops = {
	.invalidate_range_start = given_slot_known_start,
};
