// SPDX-License-Identifier: GPL-2.0-only
/* What sleeps stands on a branch that a constant, a size or an earlier test rules out. */
#include <linux/kconfig.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

struct unlikely_owner {
	struct mmu_notifier notifier;
	struct mutex mutex;
	u8 buffer[64];
	unsigned long zapped;
};

#define SLOW_PATH	0

static void zap_slow(struct unlikely_owner *owner)
{
	mutex_lock(&owner->mutex);
	owner->zapped++;
	mutex_unlock(&owner->mutex);
}

static void copy_small(struct unlikely_owner *owner, const u8 *from, size_t size)
{
	size_t i;

	if (size > sizeof(owner->buffer)) {
		zap_slow(owner);
		return;
	}
	for (i = 0; i < size; i++)
		owner->buffer[i] = from[i];
}

/* expect: range-start ruled_out_by_macro_ops: both constants are 0 */
static int ruled_out_by_macro_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unlikely_owner *owner = container_of(mn, struct unlikely_owner, notifier);

	if (SLOW_PATH || IS_ENABLED(CONFIG_NOT_IN_THIS_TREE))
		zap_slow(owner);
	return 0;
}

const struct mmu_notifier_ops ruled_out_by_macro_ops = {
	.invalidate_range_start = ruled_out_by_macro_start,
};

/* expect: range-start ruled_out_by_size_ops: the size of the range fits into the buffer */
static int ruled_out_by_size_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unlikely_owner *owner = container_of(mn, struct unlikely_owner, notifier);

	copy_small(owner, (const u8 *)range, sizeof(*range));
	return 0;
}

const struct mmu_notifier_ops ruled_out_by_size_ops = {
	.invalidate_range_start = ruled_out_by_size_start,
};

/* expect: range-start ruled_out_by_relation_ops: less than 512 is not more than 1024 */
static int ruled_out_by_relation_start(struct mmu_notifier *mn,
				       const struct mmu_notifier_range *range)
{
	struct unlikely_owner *owner = container_of(mn, struct unlikely_owner, notifier);
	unsigned long pages = (range->end - range->start) >> PAGE_SHIFT;

	if (pages >= 512)
		return 0;
	if (pages > 1024)
		zap_slow(owner);
	return 0;
}

const struct mmu_notifier_ops ruled_out_by_relation_ops = {
	.invalidate_range_start = ruled_out_by_relation_start,
};

/* expect: range-start ruled_out_by_state_ops: slow needs blockable */
static int ruled_out_by_state_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unlikely_owner *owner = container_of(mn, struct unlikely_owner, notifier);
	bool slow = mmu_notifier_range_blockable(range);

	if (owner->zapped > 64)
		slow = false;
	if (slow)
		zap_slow(owner);
	return 0;
}

const struct mmu_notifier_ops ruled_out_by_state_ops = {
	.invalidate_range_start = ruled_out_by_state_start,
};

/*
 * expect: range-start not_ruled_out_ops sleeps-nonblockable=violates:
 *	more than 64 zapped pages make it slow whatever the context: mutex_lock
 */
static int not_ruled_out_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unlikely_owner *owner = container_of(mn, struct unlikely_owner, notifier);
	bool slow = mmu_notifier_range_blockable(range);

	if (owner->zapped > 64)
		slow = true;
	if (slow)
		zap_slow(owner);
	return 0;
}

const struct mmu_notifier_ops not_ruled_out_ops = {
	.invalidate_range_start = not_ruled_out_start,
};

/*
 * expect: range-start not_ruled_out_by_size_ops sleeps-nonblockable=violates:
 *	the size is not known: mutex_lock for what does not fit
 */
static int not_ruled_out_by_size_start(struct mmu_notifier *mn,
				       const struct mmu_notifier_range *range)
{
	struct unlikely_owner *owner = container_of(mn, struct unlikely_owner, notifier);

	copy_small(owner, (const u8 *)range->start, range->end - range->start);
	return 0;
}

const struct mmu_notifier_ops not_ruled_out_by_size_ops = {
	.invalidate_range_start = not_ruled_out_by_size_start,
};

/*
 * Which event and how much was zapped go together, and no memory says that they did.
 * expect: range-start ruled_out_together_ops: the second test is the first one, which returned
 */
static int ruled_out_together_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unlikely_owner *owner = container_of(mn, struct unlikely_owner, notifier);

	if (range->event == MMU_NOTIFY_CLEAR && owner->zapped == 7)
		return 0;
	if (range->event == MMU_NOTIFY_CLEAR && owner->zapped == 7)
		zap_slow(owner);
	return 0;
}

const struct mmu_notifier_ops ruled_out_together_ops = {
	.invalidate_range_start = ruled_out_together_start,
};

/*
 * As READ_ONCE() reads them: the range of a callback does not change all the same.
 * expect: range-start flags_read_once_ops:
 *	-EAGAIN only without the bit, which nobody changes meanwhile; zap_slow only with it
 */
static int flags_read_once_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct unlikely_owner *owner = container_of(mn, struct unlikely_owner, notifier);
	unsigned int flags = *(const volatile unsigned int *)&range->flags;

	if (!(flags & MMU_NOTIFIER_RANGE_BLOCKABLE))
		return -EAGAIN;
	zap_slow(owner);
	return 0;
}

const struct mmu_notifier_ops flags_read_once_ops = {
	.invalidate_range_start = flags_read_once_start,
};

MODULE_LICENSE("GPL");
