// SPDX-License-Identifier: GPL-2.0-only
/* Structs that are handed in and given back by value, while calls below have their address. */
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct tally {
	int entries;
	short marks;
	signed char error;
};

struct tallied {
	struct mmu_notifier notifier;
	bool is_marked;
};

#define TALLIED(mn) container_of(mn, struct tallied, notifier)

static int mark_down(struct tally *tally, int levels)
{
	tally->error = -1;
	return levels > 0 ? mark_down(tally, levels - 1) : tally->marks;
}

static struct tally marked_down(struct tally tally, int levels)
{
	tally.error = mark_down(&tally, levels & 3);
	return tally;
}

/* expect: range-start given_back_ops: nothing below changes the number of entries */
static int given_back_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct tally tally = { .entries = 1, .error = -EIO };

	tally = marked_down(tally, TALLIED(mn)->is_marked);
	return tally.entries == 1 ? 0 : -EIO;
}

const struct mmu_notifier_ops given_back_ops = { .invalidate_range_start = given_back_start };

/*
 * expect: range-start given_back_other_ops fails-blockable=violates wrong-errno=violates(-EIO):
 *	the number of entries is 1 as before
 */
static int given_back_other_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct tally tally = { .entries = 1, .error = -EIO };

	tally = marked_down(tally, TALLIED(mn)->is_marked);
	return tally.entries == 2 ? 0 : -EIO;
}

const struct mmu_notifier_ops given_back_other_ops = { .invalidate_range_start = given_back_other_start };
