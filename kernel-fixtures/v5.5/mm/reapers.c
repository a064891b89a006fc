// SPDX-License-Identifier: GPL-2.0-only
/* Callers that heed the result of a start, and end each range that they begin. reapers_wrong.c has their twins. */
#include <linux/mmu_notifier.h>
#include <linux/errno.h>

struct reaper {
	struct mm_struct *mm;
	struct mmu_notifier_range range;
	int reaped;
};

int prepare_pages(struct mm_struct *mm);
void unmap_pages(struct mm_struct *mm, unsigned long start, unsigned long end);

/*
 * Goes away when it was refused.
 * expect: caller -
 */
bool reap_or_give_up(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct mmu_notifier_range range;

	mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
	if (mmu_notifier_invalidate_range_start_nonblock(&range))
		return false;
	unmap_pages(mm, range.start, range.end);
	mmu_notifier_invalidate_range_end(&range);
	return true;
}

/*
 * Goes on to the next range when one was refused.
 * expect: caller -
 */
int reap_all(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	int refused = 0;

	for (; start < end; start += 4096) {
		struct mmu_notifier_range range;

		mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, start + 4096);
		if (mmu_notifier_invalidate_range_start_nonblock(&range)) {
			refused++;
			continue;
		}
		unmap_pages(mm, range.start, range.end);
		mmu_notifier_invalidate_range_end(&range);
	}
	return refused;
}

/*
 * Its caller's ranges: begins and ends each, or leaves it alone. Nobody has to know.
 * expect: caller -
 */
void reap_given(struct mmu_notifier_range *ranges, struct mm_struct *mm, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		mmu_notifier_range_init(&ranges[i], MMU_NOTIFY_UNMAP, 0, mm, i * 4096ul, (i + 1) * 4096ul);
		if (mmu_notifier_invalidate_range_start_nonblock(&ranges[i]))
			continue;
		unmap_pages(ranges[i].mm, ranges[i].start, ranges[i].end);
		mmu_notifier_invalidate_range_end(&ranges[i]);
	}
}

/*
 * One way out for all that came after the start.
 * expect: caller -
 */
int reap_prepared(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct mmu_notifier_range range;
	int err;

	mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
	mmu_notifier_invalidate_range_start(&range);
	err = prepare_pages(mm);
	if (err)
		goto out;
	unmap_pages(mm, start, end);
out:
	mmu_notifier_invalidate_range_end(&range);
	return err;
}

/*
 * Notifies on one condition, and asks the same one at the end.
 * expect: caller -
 */
void reap_if_shared(struct mm_struct *mm, unsigned long start, unsigned long end, bool shared)
{
	struct mmu_notifier_range range;

	if (shared) {
		mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
		mmu_notifier_invalidate_range_start(&range);
	}
	unmap_pages(mm, start, end);
	if (shared)
		mmu_notifier_invalidate_range_end(&range);
}

/*
 * Hands the failure on, as it is.
 * expect: caller - caller-ignores-failure=undecided: the range stays begun for its callers, and these are not all known
 */
int begin_reaping(struct reaper *reaper, unsigned long start, unsigned long end)
{
	int ret;

	mmu_notifier_range_init(&reaper->range, MMU_NOTIFY_UNMAP, 0, reaper->mm, start, end);
	ret = mmu_notifier_invalidate_range_start_nonblock(&reaper->range);
	if (ret)
		return ret;
	reaper->reaped++;
	return 0;
}

static void end_reaping(struct reaper *reaper)
{
	mmu_notifier_invalidate_range_end(&reaper->range);
}

/*
 * The start and the end are in functions that it calls.
 * expect: caller -
 */
int reap_by_helpers(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct reaper reaper = { .mm = mm };

	if (begin_reaping(&reaper, start, end))
		return -EAGAIN;
	unmap_pages(mm, start, end);
	end_reaping(&reaper);
	return 0;
}

/*
 * Looks at the error of an earlier step, too, after it has looked at the result.
 * expect: caller -
 */
int reap_after_step(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct mmu_notifier_range range;
	int err = prepare_pages(mm), ret;

	mmu_notifier_range_init(&range, MMU_NOTIFY_UNMAP, 0, mm, start, end);
	ret = mmu_notifier_invalidate_range_start_nonblock(&range);
	if (!ret) {
		unmap_pages(mm, start, end);
		mmu_notifier_invalidate_range_end(&range);
	}
	if (err == -EAGAIN)
		return err;
	return ret;
}

/*
 * Calls a notifier by itself, and keeps the first failure.
 * expect: caller -
 */
int start_both(struct mmu_notifier *first, struct mmu_notifier *second, const struct mmu_notifier_range *range)
{
	int ret = first->ops->invalidate_range_start(first, range);
	int second_ret = second->ops->invalidate_range_start(second, range);

	return ret ? ret : second_ret;
}

/*
 * May block, so no notifier fails.
 * expect: caller -
 */
void start_blocking(struct mmu_notifier *notifier, struct mm_struct *mm)
{
	struct mmu_notifier_range range = { .flags = MMU_NOTIFIER_RANGE_BLOCKABLE, .mm = mm };

	WARN_ON(notifier->ops->invalidate_range_start(notifier, &range));
}
