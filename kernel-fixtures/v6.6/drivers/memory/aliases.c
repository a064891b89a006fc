// SPDX-License-Identifier: GPL-2.0-only
/* Stores that reach what is read later under another name. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct alias_part {
	int error;
};

struct alias_box {
	struct mmu_notifier notifier;
	struct alias_part first, second;
	struct alias_part *current_part, *other_part;
	int which;
};

/* expect: range-start alias_element_ops fails-blockable=violates wrong-errno=violates: parts[1] is second */
static int alias_element_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *parts[2] = { &box->first, &box->second };

	box->second.error = 0;
	parts[box->which & 1]->error = -EIO;
	return box->second.error;
}

const struct mmu_notifier_ops alias_element_ops = {
	.invalidate_range_start = alias_element_start,
};

/* expect: range-start alias_equal_ops fails-blockable=violates wrong-errno=violates: the test shows it */
static int alias_equal_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);

	box->first.error = 0;
	if (box->current_part == &box->first)
		box->current_part->error = -EIO;
	return box->first.error;
}

const struct mmu_notifier_ops alias_equal_ops = {
	.invalidate_range_start = alias_equal_start,
};

/* expect: range-start alias_tag_ops fails-blockable=violates wrong-errno=violates: the tag goes again */
static int alias_tag_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part part = { 0 };
	unsigned long tagged = (unsigned long)&part | 1;

	((struct alias_part *)(tagged & ~1UL))->error = box->which ? -EIO : 0;
	return part.error;
}

const struct mmu_notifier_ops alias_tag_ops = {
	.invalidate_range_start = alias_tag_start,
};

/* expect: range-start alias_apart_ops: each of the two is read where it was written */
static int alias_apart_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *parts[2] = { &box->first, &box->second };

	box->first.error = 0;
	box->second.error = 0;
	parts[box->which & 1]->error = 0;
	return box->first.error + box->second.error;
}

const struct mmu_notifier_ops alias_apart_ops = {
	.invalidate_range_start = alias_apart_start,
};

/* ---- pointers that are compared after both were used ---- */

/* expect: range-start alias_late_ops fails-blockable=violates wrong-errno=violates: equal */
static int alias_late_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;
	int error;

	a->error = 0;
	b->error = -EIO;
	error = a->error;
	return a == b ? error : 0;
}

const struct mmu_notifier_ops alias_late_ops = {
	.invalidate_range_start = alias_late_start,
};

/* expect: range-start alias_late_equal_ops fails-blockable=violates wrong-errno=violates: equal, error is set */
static int alias_late_equal_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;
	int error;

	a->error = 0;
	b->error = -EIO;
	error = a->error;
	if (a == b && !error)
		might_sleep();
	return a == b ? error : 0;
}

const struct mmu_notifier_ops alias_late_equal_ops = {
	.invalidate_range_start = alias_late_equal_start,
};

/* expect: range-start alias_late_apart_ops: where they are two, the first store stays */
static int alias_late_apart_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;
	int error;

	a->error = 0;
	b->error = -EIO;
	error = a->error;
	return a != b ? error : 0;
}

const struct mmu_notifier_ops alias_late_apart_ops = {
	.invalidate_range_start = alias_late_apart_start,
};

/* expect: range-start alias_late_read_ops: read after it was set */
static int alias_late_read_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;
	struct alias_part copy;

	b->error = 0;
	copy = *a;
	return a == b ? copy.error : 0;
}

const struct mmu_notifier_ops alias_late_read_ops = {
	.invalidate_range_start = alias_late_read_start,
};

/* expect: range-start alias_late_member_ops fails-blockable=violates wrong-errno=violates: second is that part */
static int alias_late_member_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;
	int error;

	a->error = 0;
	box->second.error = -EIO;
	error = a->error;
	return a == &box->second ? error : 0;
}

const struct mmu_notifier_ops alias_late_member_ops = {
	.invalidate_range_start = alias_late_member_start,
};

static int alias_settle(struct alias_part *a, struct alias_part *b)
{
	int error;

	a->error = 0;
	b->error = -EIO;
	error = a->error;
	return a == b ? error : 0;
}

/* expect: range-start alias_late_below_ops fails-blockable=violates wrong-errno=violates: compared late */
static int alias_late_below_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;

	return alias_settle(a, b);
}

const struct mmu_notifier_ops alias_late_below_ops = {
	.invalidate_range_start = alias_late_below_start,
};

/* expect: range-start alias_late_variables_ops: two variables are never equal */
static int alias_late_variables_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;
	struct alias_part x = { box->which }, y = *a;

	x.error |= b->error;
	return alias_settle(&x, &y);
}

const struct mmu_notifier_ops alias_late_variables_ops = {
	.invalidate_range_start = alias_late_variables_start,
};

MODULE_LICENSE("GPL");

static struct alias_part *alias_other(struct alias_part *one, struct alias_part *two)
{
	return two == one ? one : two;
}

/* expect: range-start alias_differ_ops: two variables are not equal, so the second is picked */
static int alias_differ_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_part first = { 0 }, second = { 0 };

	return alias_other(&first, &second) == &first ? -EIO : 0;
}

const struct mmu_notifier_ops alias_differ_ops = {
	.invalidate_range_start = alias_differ_start,
};

/* expect: range-start alias_same_ops fails-blockable=violates wrong-errno=violates: there is one alone to pick */
static int alias_same_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_part first = { 0 };

	return alias_other(&first, &first) == &first ? -EIO : 0;
}

const struct mmu_notifier_ops alias_same_ops = {
	.invalidate_range_start = alias_same_start,
};

static void alias_sleep_anyhow(struct alias_part **to, struct alias_part *part)
{
	if ((part == *to ? part : part) == part)
		might_sleep();
}

/* expect: range-start alias_anyhow_ops sleeps-nonblockable=violates: also where the two are not equal */
static int alias_anyhow_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	int error = 0;
	struct alias_part first = { box->which ? error : error }, second = { 0 }, *current = &first;

	for (int i = 0; i < 3; i++)
		;
	alias_sleep_anyhow(&current, &second);
	return 0;
}

const struct mmu_notifier_ops alias_anyhow_ops = {
	.invalidate_range_start = alias_anyhow_start,
};

/* ---- what is known of pointers that are equal ---- */

/* expect: range-start alias_null_ops sleeps-nonblockable=holds: both are null, or none */
static int alias_null_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;

	if (a == b && a && !b)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops alias_null_ops = {
	.invalidate_range_start = alias_null_start,
};

/* expect: range-start alias_bits_ops sleeps-nonblockable=holds: they have the same bits */
static int alias_bits_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;

	if (a == b && (unsigned long)a >> 12 != (unsigned long)b >> 12)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops alias_bits_ops = {
	.invalidate_range_start = alias_bits_start,
};

/* expect: range-start alias_some_null_ops sleeps-nonblockable=violates: they may be two */
static int alias_some_null_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct alias_box *box = container_of(mn, struct alias_box, notifier);
	struct alias_part *a = box->current_part, *b = box->other_part;

	if (a && !b)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops alias_some_null_ops = {
	.invalidate_range_start = alias_some_null_start,
};
