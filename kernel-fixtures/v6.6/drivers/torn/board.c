// SPDX-License-Identifier: GPL-2.0-only
/*
 * A configure step writes board_layout.h, and nobody ran it. What tests or names something that only this
 * header can define is not whole; the rest of the file is.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include "board_layout.h"

#ifndef BOARD_RETRIES
#define BOARD_RETRIES 0
#endif

#ifdef BOARD_BEHIND_BUS
#define board_lock(_board)	mutex_lock(&(_board)->bus)
#define board_unlock(_board)	mutex_unlock(&(_board)->bus)
#else
#define board_lock(_board)	spin_lock(&(_board)->spin)
#define board_unlock(_board)	spin_unlock(&(_board)->spin)
#endif

#define board_count(_board)		\
	do {				\
		board_lock(_board);	\
		(_board)->zapped++;	\
		board_unlock(_board);	\
	} while (0)

struct board {
	struct mmu_notifier notifier;
	struct mutex bus;
	spinlock_t spin;
	unsigned long zapped;
};

static struct board *to_board(struct mmu_notifier *mn)
{
	return container_of(mn, struct board, notifier);
}

#ifdef BOARD_HAS_CACHE
static void board_flush(struct board *board)
{
	mutex_lock(&board->bus);
	mutex_unlock(&board->bus);
}
#else
static void board_flush(struct board *board)
{
}
#endif

#ifndef BOARD_WITHOUT_COUNTER
static void board_zap(struct board *board)
{
	spin_lock(&board->spin);
	board->zapped++;
	spin_unlock(&board->spin);
}
#endif

/*
 * expect: range-start asks_inside_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	the header may define BOARD_BEHIND_BUS
 */
static int asks_inside_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct board *board = to_board(mn);

#if defined(BOARD_BEHIND_BUS) && BOARD_BEHIND_BUS > 1
	mutex_lock(&board->bus);
	mutex_unlock(&board->bus);
#endif
	board_zap(board);
	return 0;
}

const struct mmu_notifier_ops asks_inside_ops = {
	.invalidate_range_start = asks_inside_start,
};

/*
 * expect: range-start asks_in_words_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	IS_ENABLED() of what is not defined is false, and the header may define it
 */
static int asks_in_words_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (IS_ENABLED(BOARD_BEHIND_BUS))
		mutex_lock(&to_board(mn)->bus);
	return 0;
}

const struct mmu_notifier_ops asks_in_words_ops = {
	.invalidate_range_start = asks_in_words_start,
};

/*
 * expect: range-start takes_default_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	BOARD_RETRIES is 0 only where the header does not say another number
 */
static int takes_default_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return BOARD_RETRIES ? -EAGAIN : 0;
}

const struct mmu_notifier_ops takes_default_ops = {
	.invalidate_range_start = takes_default_start,
};

/*
 * expect: range-start chosen_macro_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	board_count() locks with the one or the other macro
 */
static int chosen_macro_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	board_count(to_board(mn));
	return 0;
}

const struct mmu_notifier_ops chosen_macro_ops = {
	.invalidate_range_start = chosen_macro_start,
};

/*
 * expect: range-start chosen_function_ops sleeps-nonblockable=undecided may-reclaim=undecided:
 *	which board_flush() it is, the header says; either comes back, and nothing of it is returned
 */
static int chosen_function_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	board_flush(to_board(mn));
	return 0;
}

const struct mmu_notifier_ops chosen_function_ops = {
	.invalidate_range_start = chosen_function_start,
};

/*
 * expect: range-start returns_early_ops fails-blockable=undecided wrong-errno=undecided
 *	sleeps-nonblockable=undecided returns-locked=undecided may-reclaim=undecided:
 *	a macro of the header may return
 */
static int returns_early_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	board_or_return(to_board(mn));
	board_zap(to_board(mn));
	return 0;
}

const struct mmu_notifier_ops returns_early_ops = {
	.invalidate_range_start = returns_early_start,
};

/*
 * Neither Kconfig's options nor a function that is there or not are the header's.
 * expect: range-start apart_ops
 */
static int apart_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
#ifdef CONFIG_BOARD_OF_NOBODY
	mutex_lock(&to_board(mn)->bus);
#endif
	board_zap(to_board(mn));
	return 0;
}

const struct mmu_notifier_ops apart_ops = {
	.invalidate_range_start = apart_start,
};

/*
 * expect: range-start apart_asleep_ops sleeps-nonblockable=violates:
 *	mutex_lock(), whatever the header defines
 */
static int apart_asleep_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct board *board = to_board(mn);

	mutex_lock(&board->bus);
	board->zapped++;
	mutex_unlock(&board->bus);
	return 0;
}

const struct mmu_notifier_ops apart_asleep_ops = {
	.invalidate_range_start = apart_asleep_start,
};

MODULE_LICENSE("GPL");
