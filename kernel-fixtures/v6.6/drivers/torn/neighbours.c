// SPDX-License-Identifier: GPL-2.0-only
/* One member, one variable and one function of this file do not compile. Each costs what uses it. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct neighbour {
	struct mmu_notifier notifier;
	union neighbour_word word;	/* declared nowhere */
	struct mutex mutex;
	unsigned long size, zapped;
};

static neighbour_mode_t mode;		/* likewise */

int neighbour_setup(struct neighbour *neighbour)
{
	neighbour->size = 1UL << NEIGHBOUR_SHIFT;
	return 0;
}

static int read_word(struct neighbour *neighbour)
{
	return neighbour->word.bits & 1 ? -EIO : 0;
}

static void lost_statement(struct neighbour *neighbour)
{
	neighbour_state = mutex_lock_interruptible(&neighbour->mutex);
}

static void unknown_argument(struct neighbour *neighbour, neighbour_mode_t argument)
{
	if (argument)
		mutex_lock(&neighbour->mutex);
}

static struct neighbour *to_neighbour(struct mmu_notifier *mn)
{
	return container_of(mn, struct neighbour, notifier);
}

/*
 * expect: range-start beside_ops sleeps-nonblockable=violates:
 *	mutex_lock(); the members that it uses are whole, and so is the function
 */
static int beside_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct neighbour *neighbour = to_neighbour(mn);

	mutex_lock(&neighbour->mutex);
	neighbour->zapped++;
	mutex_unlock(&neighbour->mutex);
	return 0;
}

const struct mmu_notifier_ops beside_ops = {
	.invalidate_range_start = beside_start,
};

/* expect: range-start counts_ops */
static int counts_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	to_neighbour(mn)->zapped++;
	return 0;
}

const struct mmu_notifier_ops counts_ops = {
	.invalidate_range_start = counts_start,
};

/*
 * expect: range-start reads_word_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	read_word() reads the member that nobody declares
 */
static int reads_word_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return read_word(to_neighbour(mn));
}

const struct mmu_notifier_ops reads_word_ops = {
	.invalidate_range_start = reads_word_start,
};

/*
 * The parser drops the condition and what stands behind it, and says nothing.
 * expect: range-start asks_mode_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	the variable's type is declared nowhere
 */
static int asks_mode_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (mode)
		mutex_lock(&to_neighbour(mn)->mutex);
	return 0;
}

const struct mmu_notifier_ops asks_mode_ops = {
	.invalidate_range_start = asks_mode_start,
};

/*
 * expect: range-start loses_statement_ops sleeps-nonblockable=undecided may-reclaim=undecided:
 *	the one statement of lost_statement() is not there for the parser
 */
static int loses_statement_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	lost_statement(to_neighbour(mn));
	return 0;
}

const struct mmu_notifier_ops loses_statement_ops = {
	.invalidate_range_start = loses_statement_start,
};

/*
 * expect: range-start gives_argument_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	nobody knows what the 1 is for unknown_argument()
 */
static int gives_argument_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unknown_argument(to_neighbour(mn), 1);
	return 0;
}

const struct mmu_notifier_ops gives_argument_ops = {
	.invalidate_range_start = gives_argument_start,
};

MODULE_LICENSE("GPL");
