// SPDX-License-Identifier: GPL-2.0-only
/* The lowest bit of a pointer says something: it is put there by a condition, tested, and taken away again. */
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct entry {
	int error;
	int generation;
};

struct tagging {
	struct mmu_notifier notifier;
	unsigned int pins;
};

#define TAGGING(mn) container_of(mn, struct tagging, notifier)

/* expect: range-start tagged_ops: what the tag is taken from is the same entry, whose error stays 0 */
static int tagged_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct entry entry = { .error = 0, .generation = 1 };
	unsigned long link = (unsigned long)&entry | (TAGGING(mn)->pins != 0);

	if (link & 1)
		((struct entry *)(link - 1))->generation = -EIO;
	((struct entry *)(link & ~1ul))->generation++;
	return entry.error;
}

const struct mmu_notifier_ops tagged_ops = { .invalidate_range_start = tagged_start };

/*
 * expect: range-start tagged_other_ops fails-blockable=violates wrong-errno=violates(-EIO):
 *	where there are pins, the error is set
 */
static int tagged_other_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct entry entry = { .error = 0, .generation = 1 };
	unsigned long link = (unsigned long)&entry | (TAGGING(mn)->pins != 0);

	if (link & 1)
		((struct entry *)(link - 1))->error = -EIO;
	((struct entry *)(link & ~1ul))->generation++;
	return entry.error;
}

const struct mmu_notifier_ops tagged_other_ops = { .invalidate_range_start = tagged_other_start };

/* expect: range-start tagged_by_xor_ops: without pins there is no tag to take away */
static int tagged_by_xor_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct entry entry = { .error = 0, .generation = 1 };
	unsigned long link = (unsigned long)&entry ^ (TAGGING(mn)->pins ? 2 : 0);

	if (!(link & 2))
		((struct entry *)link)->generation = -EIO;
	else
		((struct entry *)(link ^ 2))->generation = -EIO;
	return entry.error;
}

const struct mmu_notifier_ops tagged_by_xor_ops = { .invalidate_range_start = tagged_by_xor_start };

/* expect: range-start tagged_neighbour_ops: whatever the tag is, no other entry is written to */
static int tagged_neighbour_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct entry entry = { .error = 0, .generation = 1 }, neighbour = { .error = 0, .generation = 4 };
	unsigned long link = (unsigned long)&entry | ((TAGGING(mn)->pins & 3) < 3);

	((struct entry *)(link & ~1ul))->generation = -EIO;
	return neighbour.generation > 0 ? neighbour.error : -EIO;
}

const struct mmu_notifier_ops tagged_neighbour_ops = { .invalidate_range_start = tagged_neighbour_start };
