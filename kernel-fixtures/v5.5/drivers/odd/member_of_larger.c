// SPDX-License-Identifier: GPL-2.0-only
/* The ops are a member of a driver's own table, and there is no comma after the last field. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>

struct backend {
	const char *name;
	int (*probe)(void);
	struct {
		struct mmu_notifier_ops plain;
		struct mmu_interval_notifier_ops interval;
	} notifiers;
};

/*
 * expect: range-start backend.notifiers.plain fails-with-end=violates:
 *	-EAGAIN when not blockable, beside an end
 */
static int member_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	return mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;
}

/* expect: range-end backend.notifiers.plain: empty */
static void member_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
}

/* expect: interval backend.notifiers.interval: false exactly when not blockable */
static bool member_invalidate(struct mmu_interval_notifier *mni,
			      const struct mmu_notifier_range *range, unsigned long cur_seq)
{
	return mmu_notifier_range_blockable(range);
}

const struct backend backend = {
	.name = "member",
	.notifiers = {
		.plain = {
			.invalidate_range_start = member_start,
			.invalidate_range_end = member_end
		},
		.interval.invalidate = member_invalidate
	}
};

int member_register(struct mmu_interval_notifier *mni, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(mni, mm, 0, PAGE_SIZE, &backend.notifiers.interval);
}

MODULE_LICENSE("GPL");
