// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flag travels, and arrives: as a bit of a word, a bit-field, an enum, a copy, a handler;
 * right or wrong.
 */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

struct courier {
	struct mmu_notifier notifier;
	struct mutex mutex;
	spinlock_t spin;
	unsigned long zapped;
};

/* As a bit among others. */
#define ZAP_FLUSH	BIT(0)
#define ZAP_ATOMIC	BIT(1)
#define ZAP_LEAVES	BIT(2)

static void zap_with(struct courier *owner, unsigned int how)
{
	if (how & ZAP_LEAVES)
		owner->zapped++;
	if (!(how & ZAP_ATOMIC))
		cond_resched();
	if (how & ZAP_FLUSH)
		owner->zapped++;
}

/* expect: range-start as_bit_ops: ZAP_ATOMIC is set exactly when not blockable */
static int as_bit_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);
	unsigned int how = ZAP_FLUSH | ZAP_LEAVES;

	if (!mmu_notifier_range_blockable(range))
		how |= ZAP_ATOMIC;
	zap_with(owner, how);
	return 0;
}

const struct mmu_notifier_ops as_bit_ops = {
	.invalidate_range_start = as_bit_start,
};

/*
 * expect: range-start as_bit_lost_ops sleeps-nonblockable=violates:
 *	ZAP_ATOMIC is masked away again: cond_resched
 */
static int as_bit_lost_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);
	unsigned int how = ZAP_FLUSH;

	if (!mmu_notifier_range_blockable(range))
		how |= ZAP_ATOMIC;
	how &= ZAP_FLUSH | ZAP_LEAVES;
	zap_with(owner, how);
	return 0;
}

const struct mmu_notifier_ops as_bit_lost_ops = {
	.invalidate_range_start = as_bit_lost_start,
};

/* As a bit-field of a struct that is passed by value. */
struct walk_mode {
	unsigned int level : 3;
	unsigned int can_yield : 1;
	unsigned int exclusive : 1;
};

static void walk_in(struct courier *owner, struct walk_mode mode)
{
	owner->zapped += mode.level;
	if (!mode.can_yield)
		return;
	cond_resched();
}

/* expect: range-start as_bit_field_ops: can_yield is blockable */
static int as_bit_field_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);
	struct walk_mode mode = {
		.level = 2,
		.can_yield = mmu_notifier_range_blockable(range),
	};

	walk_in(owner, mode);
	return 0;
}

const struct mmu_notifier_ops as_bit_field_ops = {
	.invalidate_range_start = as_bit_field_start,
};

/*
 * expect: range-start as_bit_field_inverted_ops sleeps-nonblockable=violates:
 *	can_yield is set exactly when not blockable: cond_resched
 */
static int as_bit_field_inverted_start(struct mmu_notifier *mn,
				       const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);
	struct walk_mode mode = {
		.level = 2,
		.can_yield = !mmu_notifier_range_blockable(range),
		.exclusive = 1,
	};

	walk_in(owner, mode);
	return 0;
}

const struct mmu_notifier_ops as_bit_field_inverted_ops = {
	.invalidate_range_start = as_bit_field_inverted_start,
};

/*
 * expect: range-start as_bit_field_forced_ops sleeps-nonblockable=violates:
 *	for large ranges can_yield is set whatever the context: cond_resched
 */
static int as_bit_field_forced_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);
	struct walk_mode mode = { .can_yield = mmu_notifier_range_blockable(range) };

	mode.level = 3;
	if (range->end - range->start > 512 * PAGE_SIZE)
		mode.can_yield = 1;
	walk_in(owner, mode);
	return 0;
}

const struct mmu_notifier_ops as_bit_field_forced_ops = {
	.invalidate_range_start = as_bit_field_forced_start,
};

/* As one of several values. */
enum urgency { URGENCY_NONE, URGENCY_SOON, URGENCY_NOW };

static void zap_urgently(struct courier *owner, enum urgency urgency)
{
	switch (urgency) {
	case URGENCY_NOW:
		if (!mutex_trylock(&owner->mutex))
			return;
		break;
	case URGENCY_SOON:
	default:
		mutex_lock(&owner->mutex);
	}
	owner->zapped++;
	mutex_unlock(&owner->mutex);
}

/* expect: range-start as_enum_ops: URGENCY_NOW, which tries, when not blockable */
static int as_enum_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);

	zap_urgently(owner, mmu_notifier_range_blockable(range) ? URGENCY_SOON : URGENCY_NOW);
	return 0;
}

const struct mmu_notifier_ops as_enum_ops = {
	.invalidate_range_start = as_enum_start,
};

/*
 * expect: range-start as_enum_wrong_ops sleeps-nonblockable=violates:
 *	URGENCY_NONE when not blockable falls under default: mutex_lock
 */
static int as_enum_wrong_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);

	zap_urgently(owner, mmu_notifier_range_blockable(range) ? URGENCY_NOW : URGENCY_NONE);
	return 0;
}

const struct mmu_notifier_ops as_enum_wrong_ops = {
	.invalidate_range_start = as_enum_wrong_start,
};

/* As the choice of what is called. */
typedef void (*zap_t)(struct courier *owner);

static void zap_asleep(struct courier *owner)
{
	mutex_lock(&owner->mutex);
	owner->zapped++;
	mutex_unlock(&owner->mutex);
}

static void zap_spinning(struct courier *owner)
{
	spin_lock(&owner->spin);
	owner->zapped++;
	spin_unlock(&owner->spin);
}

static const zap_t zaps[] = { zap_spinning, zap_asleep };

/* expect: range-start as_handler_ops: zap_spinning when not blockable */
static int as_handler_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);

	zap_t zap = mmu_notifier_range_blockable(range) ? zap_asleep : zap_spinning;

	zap(owner);
	return 0;
}

const struct mmu_notifier_ops as_handler_ops = {
	.invalidate_range_start = as_handler_start,
};

/* expect: range-start as_index_ops: the table's element 0, zap_spinning, when not blockable */
static int as_index_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);

	zaps[mmu_notifier_range_blockable(range)](owner);
	return 0;
}

const struct mmu_notifier_ops as_index_ops = {
	.invalidate_range_start = as_index_start,
};

/*
 * expect: range-start as_index_wrong_ops sleeps-nonblockable=violates:
 *	the table's element 1, zap_asleep, when not blockable: mutex_lock
 */
static int as_index_wrong_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);

	zaps[!mmu_notifier_range_blockable(range)](owner);
	return 0;
}

const struct mmu_notifier_ops as_index_wrong_ops = {
	.invalidate_range_start = as_index_wrong_start,
};

/* As a copy of the range that was passed, or of its flags, two calls below. */
static void zap_copy(struct courier *owner, const struct mmu_notifier_range range)
{
	if (mmu_notifier_range_blockable(&range))
		zap_asleep(owner);
	else
		zap_spinning(owner);
}

static void zap_by_flags(struct courier *owner, unsigned int flags)
{
	if (flags)
		zap_asleep(owner);
	else
		zap_spinning(owner);
}

/* expect: range-start as_copy_ops: the copy is as blockable as the original */
static int as_copy_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);

	zap_copy(owner, *range);
	return 0;
}

const struct mmu_notifier_ops as_copy_ops = {
	.invalidate_range_start = as_copy_start,
};

/*
 * expect: range-start as_copy_changed_ops sleeps-nonblockable=violates:
 *	the copy is made blockable: mutex_lock
 */
static int as_copy_changed_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);
	struct mmu_notifier_range mine = *range;

	mine.flags |= MMU_NOTIFIER_RANGE_BLOCKABLE;
	zap_copy(owner, mine);
	return 0;
}

const struct mmu_notifier_ops as_copy_changed_ops = {
	.invalidate_range_start = as_copy_changed_start,
};

/* expect: range-start as_masked_flags_ops: the bit alone, 0 when not blockable */
static int as_masked_flags_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct courier *owner = container_of(mn, struct courier, notifier);

	zap_by_flags(owner, range->flags & MMU_NOTIFIER_RANGE_BLOCKABLE);
	return 0;
}

const struct mmu_notifier_ops as_masked_flags_ops = {
	.invalidate_range_start = as_masked_flags_start,
};

MODULE_LICENSE("GPL");
