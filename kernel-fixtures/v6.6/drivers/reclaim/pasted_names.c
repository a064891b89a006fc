// SPDX-License-Identifier: GPL-2.0-only
/* Calls functions of another file whose names a macro pastes together. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>

#include "pasted.h"

struct pasted {
	struct mmu_notifier notifier;
	struct span *spans;
};

/* expect: range-start pasted_free_ops: free_spans_first() and _mark() are made by DEFINE_SPANS(), with GFP_ATOMIC */
static int pasted_free_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct pasted *owner = container_of(mn, struct pasted, notifier);
	struct span *span;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	span = free_spans_first(owner->spans, range->start);
	if (span)
		free_spans_mark(span);
	return 0;
}

const struct mmu_notifier_ops pasted_free_ops = {
	.invalidate_range_start = pasted_free_start,
};

/* expect: range-start pasted_found_ops: FINDS() is given the end of find_span */
static int pasted_found_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct pasted *owner = container_of(mn, struct pasted, notifier);
	struct span *span;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	span = find_span(owner->spans, range->start);
	if (span)
		WRITE_ONCE(span->first, range->end);
	return 0;
}

const struct mmu_notifier_ops pasted_found_ops = {
	.invalidate_range_start = pasted_found_start,
};

/* expect: range-start pasted_busy_ops may-reclaim=violates: busy_spans_mark() has GFP_KERNEL */
static int pasted_busy_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct pasted *owner = container_of(mn, struct pasted, notifier);
	struct span *span;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	span = busy_spans_first(owner->spans, range->start);
	if (span)
		busy_spans_mark(span);
	return 0;
}

const struct mmu_notifier_ops pasted_busy_ops = {
	.invalidate_range_start = pasted_busy_start,
};

/* expect: range-start pasted_lost_ops may-reclaim=undecided: no macro makes lost_spans_mark() */
static int pasted_lost_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct pasted *owner = container_of(mn, struct pasted, notifier);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	lost_spans_mark(owner->spans);
	return 0;
}

const struct mmu_notifier_ops pasted_lost_ops = {
	.invalidate_range_start = pasted_lost_start,
};

MODULE_LICENSE("GPL");
