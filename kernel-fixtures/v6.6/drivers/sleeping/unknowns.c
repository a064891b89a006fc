// SPDX-License-Identifier: GPL-2.0-only
/* What is not known is no choice of the input: each kind with what holds, and what does not. */
#include <linux/err.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct unknowing {
	struct mmu_notifier notifier;
	unsigned long low, high;
	unsigned long state;
	long patience;
};

/* expect: range-start orders_ops: below and not below */
static int orders_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unknowing *owner = container_of(mn, struct unknowing, notifier);

	if (owner->low < owner->high)
		if (owner->low >= owner->high)
			return -EIO;
	return 0;
}

const struct mmu_notifier_ops orders_ops = { .invalidate_range_start = orders_start };

/* expect: range-start is_just_below_ops fails-blockable=violates wrong-errno=violates(-EIO): 3 and 4 */
static int is_just_below_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unknowing *owner = container_of(mn, struct unknowing, notifier);

	if (owner->low < owner->high)
		if (owner->low + 1 >= owner->high)
			return -EIO;
	return 0;
}

const struct mmu_notifier_ops is_just_below_ops = { .invalidate_range_start = is_just_below_start };

static bool is_odd(unsigned int n);

static bool is_even(unsigned int n)
{
	return n ? is_odd(n - 1) : true;
}

static bool is_odd(unsigned int n)
{
	return n ? is_even(n - 1) : false;
}

/* expect: range-start recurses_even_ops: 6 is even */
static int recurses_even_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return is_even(6) ? 0 : -EIO;
}

const struct mmu_notifier_ops recurses_even_ops = { .invalidate_range_start = recurses_even_start };

/* expect: range-start recurses_odd_ops fails-blockable=violates wrong-errno=violates(-EIO): seven is not */
static int recurses_odd_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return is_even(7) ? 0 : -EIO;
}

const struct mmu_notifier_ops recurses_odd_ops = { .invalidate_range_start = recurses_odd_start };

/* expect: range-start marks_own_ops: nobody else reaches the local, so it was 1, and is 3 */
static int marks_own_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned long local = 1;

	if (__atomic_fetch_or(&local, 2, __ATOMIC_SEQ_CST) != 1 || local != 3)
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops marks_own_ops = { .invalidate_range_start = marks_own_start };

/* expect: range-start marks_shared_ops fails-blockable=violates wrong-errno=violates(-EIO): it was set */
static int marks_shared_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unknowing *owner = container_of(mn, struct unknowing, notifier);

	return __atomic_fetch_or(&owner->state, 2, __ATOMIC_SEQ_CST) & 2 ? -EIO : 0;
}

const struct mmu_notifier_ops marks_shared_ops = { .invalidate_range_start = marks_shared_start };

/* expect: range-start tags_ops: -EAGAIN only where the tag is there; an object's address has none */
static int tags_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unknowing *owner = container_of(mn, struct unknowing, notifier);
	unsigned long tagged = (unsigned long)owner | !mmu_notifier_range_blockable(range);

	return tagged & 1 ? -EAGAIN : 0;
}

const struct mmu_notifier_ops tags_ops = { .invalidate_range_start = tags_start };

/* expect: range-start tags_number_ops fails-blockable=violates: low may be odd */
static int tags_number_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unknowing *owner = container_of(mn, struct unknowing, notifier);
	unsigned long tagged = owner->low | !mmu_notifier_range_blockable(range);

	return tagged & 1 ? -EAGAIN : 0;
}

const struct mmu_notifier_ops tags_number_ops = { .invalidate_range_start = tags_number_start };

/*
 * expect: range-start goes_by_table_ops:
 *	the table is asked by what holds
 */
static int goes_by_table_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	static const void *const where[] = { &&try, &&wait };

	goto *where[mmu_notifier_range_blockable(range)];
try:
	return -EAGAIN;
wait:
	return 0;
}

const struct mmu_notifier_ops goes_by_table_ops = { .invalidate_range_start = goes_by_table_start };

/*
 * expect: range-start waits_backwards_ops sleeps-nonblockable=violates fails-blockable=violates
 *	wrong-errno=violates(-EIO):
 *	schedule_timeout() returns for a time that is below zero, too
 */
static int waits_backwards_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unknowing *owner = container_of(mn, struct unknowing, notifier);

	if (owner->patience >= 0)
		return 0;
	schedule_timeout(owner->patience);
	return -EIO;
}

const struct mmu_notifier_ops waits_backwards_ops = { .invalidate_range_start = waits_backwards_start };

/* expect: range-start waits_on_ops sleeps-nonblockable=violates: 0 to 5 are left */
static int waits_on_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	long left = schedule_timeout(5);

	return left < 0 || left > 5 ? -EIO : 0;
}

const struct mmu_notifier_ops waits_on_ops = { .invalidate_range_start = waits_on_start };

/* expect: range-start copies_flags_ops: the copy has the bit that says whether it may block */
static int copies_flags_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags;

	__builtin_memcpy(&flags, &range->flags, sizeof(flags));
	if (flags & MMU_NOTIFIER_RANGE_BLOCKABLE)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops copies_flags_ops = { .invalidate_range_start = copies_flags_start };

/* expect: range-start copies_other_ops sleeps-nonblockable=violates: another bit says nothing of that */
static int copies_other_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags;

	__builtin_memcpy(&flags, &range->flags, sizeof(flags));
	if (flags & (MMU_NOTIFIER_RANGE_BLOCKABLE << 1))
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops copies_other_ops = { .invalidate_range_start = copies_other_start };

/* expect: range-start multiplies_ops: 3 * 4 is above 8 */
static int multiplies_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unknowing *owner = container_of(mn, struct unknowing, notifier);

	if (owner->low * 4 <= 8 && owner->low == 3)
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops multiplies_ops = { .invalidate_range_start = multiplies_start };

/* expect: range-start multiplies_less_ops fails-blockable=violates wrong-errno=violates(-EIO): 2 * 4 is not */
static int multiplies_less_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unknowing *owner = container_of(mn, struct unknowing, notifier);

	if (owner->low * 4 <= 8 && owner->low == 2)
		return -EIO;
	return 0;
}

const struct mmu_notifier_ops multiplies_less_ops = { .invalidate_range_start = multiplies_less_start };

MODULE_LICENSE("GPL");
