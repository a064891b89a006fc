// SPDX-License-Identifier: GPL-2.0-only
/* Callers that ignore the result of a start, or begin a range without its end. reapers.c has their twins. */
#include <linux/mmu_notifier.h>
#include <linux/errno.h>

struct reaper {
	struct mm_struct *mm;
	struct mmu_notifier_range range;
	int reaped;
};

void unmap_pages(struct mm_struct *mm, unsigned long start, unsigned long end);

/*
 * Drops the result.
 * expect: caller - caller-ignores-failure=violates(mmu_notifier_invalidate_range_end): ends a range that was refused
 */
void reap_and_end(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct mmu_notifier_range range;

	mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
	mmu_notifier_invalidate_range_start_nonblock(&range);
	unmap_pages(mm, range.start, range.end);
	mmu_notifier_invalidate_range_end(&range);
}

/*
 * Tests the error of an earlier step in place of the result.
 * expect: caller - caller-ignores-failure=violates(mmu_notifier_invalidate_range_end): `ret` is not read where `err` is 0
 */
int reap_by_other_error(struct mm_struct *mm, unsigned long start, unsigned long end, int err)
{
	struct mmu_notifier_range range;
	int ret;

	mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
	ret = mmu_notifier_invalidate_range_start_nonblock(&range);
	if (!err) {
		unmap_pages(mm, start, end);
		mmu_notifier_invalidate_range_end(&range);
	}
	return ret;
}

/*
 * Ends the range after a failure, as well.
 * expect: caller - caller-ignores-failure=violates: the way out is that of a success
 */
bool reap_with_one_way_out(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct mmu_notifier_range range;
	bool ok = false;

	mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
	if (mmu_notifier_invalidate_range_start_nonblock(&range))
		goto out;
	unmap_pages(mm, start, end);
	ok = true;
out:
	mmu_notifier_invalidate_range_end(&range);
	return ok;
}

/*
 * Leaves without the end after an error that came later.
 * expect: caller - caller-ignores-failure=violates(mmu_notifier_invalidate_range_start): -ENOMEM skips the end
 */
int reap_until_error(struct mm_struct *mm, unsigned long start, unsigned long end, int pages)
{
	struct mmu_notifier_range range;

	mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
	mmu_notifier_invalidate_range_start(&range);
	if (!pages)
		return -ENOMEM;
	unmap_pages(mm, start, end);
	mmu_notifier_invalidate_range_end(&range);
	return 0;
}

/*
 * Asks another condition at the end than at the start.
 * expect: caller - caller-ignores-failure=violates: begun if shared, ended if both
 */
void reap_if_shared_and_big(struct mm_struct *mm, unsigned long start, unsigned long end, bool shared, bool big)
{
	struct mmu_notifier_range range;

	if (shared) {
		mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
		mmu_notifier_invalidate_range_start(&range);
	}
	unmap_pages(mm, start, end);
	if (shared && big)
		mmu_notifier_invalidate_range_end(&range);
}

/*
 * Ends twice.
 * expect: caller - caller-ignores-failure=violates(before): `last` ends the range for the second time
 */
void reap_and_end_twice(struct mm_struct *mm, unsigned long start, unsigned long end, bool last)
{
	struct mmu_notifier_range range;

	mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
	mmu_notifier_invalidate_range_start(&range);
	unmap_pages(mm, start, end);
	mmu_notifier_invalidate_range_end(&range);
	if (last)
		mmu_notifier_invalidate_range_end(&range);
}

/*
 * Keeps the failure for itself: its callers think that the range is begun.
 * expect: caller - caller-ignores-failure=violates(success): 0 in either case
 */
int begin_quietly(struct reaper *reaper, unsigned long start, unsigned long end)
{
	mmu_notifier_range_init(&reaper->range, MMU_NOTIFY_UNMAP, 0, reaper->mm, start, end);
	if (!mmu_notifier_invalidate_range_start_nonblock(&reaper->range))
		reaper->reaped++;
	return 0;
}

static void end_if_reaped(struct reaper *reaper)
{
	if (reaper->reaped)
		mmu_notifier_invalidate_range_end(&reaper->range);
}

/*
 * The function that ends the range does so on a condition.
 * expect: caller - caller-ignores-failure=violates: `reaped` is 0
 */
void reap_by_helper(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct reaper reaper = { .mm = mm, .reaped = 0 };

	mmu_notifier_range_init(&reaper.range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
	mmu_notifier_invalidate_range_start(&reaper.range);
	unmap_pages(mm, start, end);
	end_if_reaped(&reaper);
}

/*
 * A later success hides an earlier failure.
 * expect: caller - caller-ignores-failure=violates(success): the second result replaces the first
 */
int start_both_and_keep_last(struct mmu_notifier *first, struct mmu_notifier *second,
			     const struct mmu_notifier_range *range)
{
	int ret = first->ops->invalidate_range_start(first, range);

	ret = second->ops->invalidate_range_start(second, range);
	return ret;
}

/*
 * Compares what it was asked with before, in place of the result.
 * expect: caller - caller-ignores-failure=violates(before,one): the warning is about `before`
 */
int start_one(struct mmu_notifier *notifier, const struct mmu_notifier_range *range, int before)
{
	int one = notifier->ops->invalidate_range_start(notifier, range);

	if (one) {
		WARN_ON(before != -EAGAIN);
		return one;
	}
	return 0;
}

/*
 * Begins its range when there is something to do, and tells by the range's start whether it did.
 * expect: caller - caller-ignores-failure=violates(mmu_notifier_invalidate_range_start,first): a range from
 *	address 0 on is not ended
 */
void reap_when_needed(struct mm_struct *mm, unsigned long first, unsigned long end)
{
	struct mmu_notifier_range range;

	range.start = 0;
	if (mm) {
		mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, first, end);
		mmu_notifier_invalidate_range_start(&range);
		unmap_pages(mm, first, end);
	}
	if (range.start)
		mmu_notifier_invalidate_range_end(&range);
}
