// SPDX-License-Identifier: GPL-2.0-only
/* Values that are computed: what is known of them exactly, and the way beside that is open. */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct detailed {
	struct mmu_notifier notifier;
	unsigned int mode, count;
	struct detailed *peer;
};

static const char letters[] = "abca";
static const short grid[2][3] = { { 0, 1, 2 }, { 1, 0, 1 } };

/* expect: range-start reads_letter_ops: no letter is a 'd' */
static int reads_letter_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct detailed *owner = container_of(mn, struct detailed, notifier);

	if (letters[owner->mode & 3] == 'd')
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops reads_letter_ops = { .invalidate_range_start = reads_letter_start };

/* expect: range-start reads_other_letter_ops fails-blockable=violates wrong-errno=violates(-EIO): the third is 'c' */
static int reads_other_letter_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct detailed *owner = container_of(mn, struct detailed, notifier);

	if (letters[owner->mode & 3] == 'c')
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops reads_other_letter_ops = { .invalidate_range_start = reads_other_letter_start };

/* expect: range-start reads_row_ops: the second row has no 2 */
static int reads_row_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct detailed *owner = container_of(mn, struct detailed, notifier);

	if (grid[1][(owner->mode & 3) % 3] == 2)
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops reads_row_ops = { .invalidate_range_start = reads_row_start };

/* expect: range-start reads_grid_ops fails-blockable=violates wrong-errno=violates(-EIO): the first row has one */
static int reads_grid_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct detailed *owner = container_of(mn, struct detailed, notifier);

	if (grid[owner->count & 1][(owner->mode & 3) % 3] == 2)
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops reads_grid_ops = { .invalidate_range_start = reads_grid_start };

/* expect: range-start compares_own_ops: a variable is nobody else's object */
static int compares_own_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct detailed *owner = container_of(mn, struct detailed, notifier);
	struct detailed own;

	if (owner == &own || owner->peer == &own)
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops compares_own_ops = { .invalidate_range_start = compares_own_start };

/* expect: range-start compares_told_ops fails-blockable=violates wrong-errno=violates(-EIO): it was told */
static int compares_told_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct detailed *owner = container_of(mn, struct detailed, notifier);
	struct detailed own;

	owner->peer = &own;
	if (owner->peer == &own)
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops compares_told_ops = { .invalidate_range_start = compares_told_start };

/*
 * expect: range-start sums_choices_ops sleeps-nonblockable=holds: each choice adds two, if the mode has its bit: the sum
 *	is even
 */
static int sums_choices_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct detailed *owner = container_of(mn, struct detailed, notifier);
	int sum = 0;

	for (unsigned int bit = 0; bit < 6; bit++)
		if (owner->mode >> bit & 1)
			sum += 2;
	if (!mmu_notifier_range_blockable(range) && sum == 7)
		msleep(1);
	return 0;
}

const struct mmu_notifier_ops sums_choices_ops = { .invalidate_range_start = sums_choices_start };

/* expect: range-start sums_to_most_ops sleeps-nonblockable=violates: all six bits */
static int sums_to_most_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct detailed *owner = container_of(mn, struct detailed, notifier);
	int sum = 0;

	for (unsigned int bit = 0; bit < 6; bit++)
		if (owner->mode >> bit & 1)
			sum += 2;
	if (!mmu_notifier_range_blockable(range) && sum == 12)
		msleep(1);
	return 0;
}

const struct mmu_notifier_ops sums_to_most_ops = { .invalidate_range_start = sums_to_most_start };
