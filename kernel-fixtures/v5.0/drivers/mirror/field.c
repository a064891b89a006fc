// SPDX-License-Identifier: GPL-2.0-only
/* Told by a field of the range: two right, three wrong. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>

struct field_mirror {
	struct mmu_notifier first, copied, overlapping, second, waiting;
	struct mutex lock;
	struct rw_semaphore sem;
	unsigned long start, end;
};

/* expect: range-start field_first_ops: !range->blockable returns -EAGAIN before anything else */
static int field_first_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct field_mirror *mirror = container_of(mn, struct field_mirror, first);

	if (!range->blockable)
		return -EAGAIN;
	mutex_lock(&mirror->lock);
	mirror->start = mirror->end;
	mutex_unlock(&mirror->lock);
	return 0;
}

const struct mmu_notifier_ops field_first_ops = {
	.invalidate_range_start = field_first_start,
};

/*
 * The whole range is copied, and the copy asked.
 * expect: range-start field_copied_ops:
 *	the copy of the range keeps the field: down_read if blockable, else trylock; the later
 *	-EAGAIN needs !blockable and drops sem
 */
static int field_copied_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct field_mirror *mirror = container_of(mn, struct field_mirror, copied);
	struct mmu_notifier_range aligned = *range;
	int ret = 0;

	aligned.start &= PAGE_MASK;
	if (aligned.blockable)
		down_read(&mirror->sem);
	else if (!down_read_trylock(&mirror->sem))
		return -EAGAIN;
	if (aligned.start < mirror->end && !aligned.blockable)
		ret = -EAGAIN;
	up_read(&mirror->sem);
	return ret;
}

const struct mmu_notifier_ops field_copied_ops = {
	.invalidate_range_start = field_copied_start,
};

/*
 * expect: range-start field_overlap_ops fails-blockable=violates:
 *	`blockable ? -EAGAIN : 0` is the wrong way round
 */
static int field_overlap_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct field_mirror *mirror = container_of(mn, struct field_mirror, overlapping);

	if (mirror->start >= range->end || mirror->end <= range->start)
		return 0;
	return range->blockable ? -EAGAIN : 0;
}

const struct mmu_notifier_ops field_overlap_ops = {
	.invalidate_range_start = field_overlap_start,
};

/*
 * expect: range-start field_second_lock_ops sleeps-nonblockable=violates:
 *	the second lock is down_read without a test
 */
static int field_second_lock_start(struct mmu_notifier *mn,
				   const struct mmu_notifier_range *range)
{
	struct field_mirror *mirror = container_of(mn, struct field_mirror, second);

	if (range->blockable)
		mutex_lock(&mirror->lock);
	else if (!mutex_trylock(&mirror->lock))
		return -EAGAIN;
	down_read(&mirror->sem);
	mirror->start = mirror->end;
	up_read(&mirror->sem);
	mutex_unlock(&mirror->lock);
	return 0;
}

const struct mmu_notifier_ops field_second_lock_ops = {
	.invalidate_range_start = field_second_lock_start,
};

/*
 * expect: range-start field_waiting_ops fails-blockable=violates
 *	wrong-errno=violates(-EINTR):
 *	mutex_lock_killable: -EINTR while blockable
 */
static int field_waiting_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct field_mirror *mirror = container_of(mn, struct field_mirror, waiting);
	int ret;

	if (!range->blockable)
		return -EAGAIN;
	ret = mutex_lock_killable(&mirror->lock);
	if (ret)
		return ret;
	mirror->start = mirror->end;
	mutex_unlock(&mirror->lock);
	return 0;
}

const struct mmu_notifier_ops field_waiting_ops = {
	.invalidate_range_start = field_waiting_start,
};

MODULE_LICENSE("GPL");
