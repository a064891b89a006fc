// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scopes that functions of another file open: the call graph leaves out what is called in them, and sees
 * where a callee closes them.
 */
#include <linux/module.h>

#include "scoped_queue.h"

/*
 * expect: range-start scoped_stop_ops:
 *	all calls of scoped_queue_stop() are made in the scope of its lock, that of firmware included
 */
static int scoped_stop_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_queue_stop(container_of(mn, struct scoped_queue, notifier));
	return 0;
}

const struct mmu_notifier_ops scoped_stop_ops = {
	.invalidate_range_start = scoped_stop_start,
};

/*
 * expect: range-start scoped_stop_all_ops:
 *	likewise in a loop, and in a recursion from within the scope
 */
static int scoped_stop_all_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_queue_stop_all(container_of(mn, struct scoped_queue, notifier));
	return 0;
}

const struct mmu_notifier_ops scoped_stop_all_ops = {
	.invalidate_range_start = scoped_stop_all_start,
};

/*
 * expect: range-start scoped_kick_ops may-reclaim=undecided:
 *	calls firmware, of which there is no source, behind the end of the scope
 */
static int scoped_kick_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_queue_kick(container_of(mn, struct scoped_queue, notifier));
	return 0;
}

const struct mmu_notifier_ops scoped_kick_ops = {
	.invalidate_range_start = scoped_kick_start,
};

/*
 * expect: range-start scoped_drain_ops may-reclaim=violates:
 *	wait_for_jobs() closes the scope that it is called in, and allocates before it opens it again
 */
static int scoped_drain_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_queue_drain(container_of(mn, struct scoped_queue, notifier));
	return 0;
}

const struct mmu_notifier_ops scoped_drain_ops = {
	.invalidate_range_start = scoped_drain_start,
};

/*
 * expect: range-start scoped_trim_ops may-reclaim=violates:
 *	without jobs there is neither lock nor scope
 */
static int scoped_trim_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_queue_trim(container_of(mn, struct scoped_queue, notifier));
	return 0;
}

const struct mmu_notifier_ops scoped_trim_ops = {
	.invalidate_range_start = scoped_trim_start,
};

/*
 * expect: range-start scoped_reset_ops may-reclaim=violates:
 *	leave_early() closes the scope of its caller
 */
static int scoped_reset_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_queue_reset(container_of(mn, struct scoped_queue, notifier));
	return 0;
}

const struct mmu_notifier_ops scoped_reset_ops = {
	.invalidate_range_start = scoped_reset_start,
};

/*
 * expect: range-start scoped_rest_ops:
 *	no function that the pointer may lead to touches the scope
 */
static int scoped_rest_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_queue_rest(container_of(mn, struct scoped_queue, notifier));
	return 0;
}

const struct mmu_notifier_ops scoped_rest_ops = {
	.invalidate_range_start = scoped_rest_start,
};

/*
 * expect: range-start scoped_leave_ops may-reclaim=violates:
 *	the function that the pointer leads to closes the scope
 */
static int scoped_leave_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	scoped_queue_leave(container_of(mn, struct scoped_queue, notifier));
	return 0;
}

const struct mmu_notifier_ops scoped_leave_ops = {
	.invalidate_range_start = scoped_leave_start,
};

MODULE_LICENSE("GPL");
