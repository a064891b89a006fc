// SPDX-License-Identifier: GPL-2.0-only
/*
 * What callers of notifiers call, as they see it: include/linux/mmu_notifier.h. A start that may fail succeeds on
 * one path and fails on another. A range that was begun is held until its end.
 *
 * Up to 4.20 there is no range: the first argument is the mm, and what is begun is known by that.
 */
#include "mncheck.h"

/*
 * Which ways the starts went so far; of those through tables also whether one succeeded, which begins no range. Rules
 * know these variables by their names.
 */
static int start_accepted, start_refused;
/* The range of the first start that failed. */
static const void *refused_range;

#define RANGE "mmu_notifier_range"
#define BLOCKABLE 1ul

/* The flag of 5.2 and later, the member of 5.0 and 5.1. */
static bool is_blockable(const void *range)
{
	return (__mn_member(range, RANGE, "flags") & BLOCKABLE) || __mn_member(range, RANGE, "blockable");
}

static void set_blockable(void *range, bool blockable)
{
	unsigned long flags = __mn_member(range, RANGE, "flags");

	__mn_set_member(range, RANGE, "flags", blockable ? flags | BLOCKABLE : flags & ~BLOCKABLE);
	__mn_set_member(range, RANGE, "blockable", blockable);
}

static void note(int *way)
{
	if (*way)
		return;
	*way = 1;
	__mn_hold(way);
}

static bool refuses(const void *range)
{
	if (EITHER)
		return false;
	if (!start_refused)
		refused_range = range;
	note(&start_refused);
	return true;
}

/* ---- by name ---- */

int __mn_caller_mmu_notifier_invalidate_range_start_nonblock(void *range)
{
	set_blockable(range, false);
	if (refuses(range))
		return -EAGAIN;
	__mn_hold(range);
	return 0;
}

void __mn_caller_mmu_notifier_invalidate_range_start(void *range)
{
	set_blockable(range, true);
	__mn_hold(range);
}

/* What both call where they have a range to judge by. */
int __mn_caller___mmu_notifier_invalidate_range_start(void *range)
{
	if (!is_blockable(range) && refuses(range))
		return -EAGAIN;
	__mn_hold(range);
	return 0;
}

#define END(name)                                                              \
	void name(void *range)                                                 \
	{                                                                      \
		__mn_release(range);                                           \
	}

END(__mn_caller_mmu_notifier_invalidate_range_end)
END(__mn_caller_mmu_notifier_invalidate_range_only_end)
END(__mn_caller___mmu_notifier_invalidate_range_end)

/* ---- through the tables, which the core alone does ---- */

static bool is_accepted(const void *range)
{
	if (!is_blockable(range) && refuses(range))
		return false;
	note(&start_accepted);
	return true;
}

int __mn_caller_mmu_notifier_ops__invalidate_range_start(void *notifier, const void *range)
{
	(void)notifier;
	return is_accepted(range) ? 0 : -EAGAIN;
}

int __mn_caller_hmm_mirror_ops__sync_cpu_device_pagetables(void *mirror, const void *range)
{
	(void)mirror;
	return is_accepted(range) ? 0 : -EAGAIN;
}

bool __mn_caller_mmu_interval_notifier_ops__invalidate(void *notifier, const void *range)
{
	(void)notifier;
	return is_accepted(range);
}

bool __mn_caller_mmu_interval_notifier_ops__invalidate_start(void *notifier, const void *range, unsigned long seq,
							     void **finish)
{
	(void)notifier;
	(void)seq;
	if (!is_accepted(range))
		return false;
	*finish = __mn_any_pointer();		/* what it was before is one of these */
	return true;
}

void __mn_caller_mmu_interval_notifier_ops__invalidate_finish(void *finish)
{
	(void)finish;
}

void __mn_caller_mmu_notifier_ops__invalidate_range_end(void *notifier, const void *range)
{
	(void)notifier;
	(void)range;
}
