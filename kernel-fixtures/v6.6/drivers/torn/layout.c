// SPDX-License-Identifier: GPL-2.0-only
/* A member has a type that nobody defines, so the offsets of all members are unknown. They are apart all the same. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

struct layout_owner {
	struct mmu_notifier notifier;
	int first, second;
	layout_missing_t missing;
	int third;
};

/* expect: range-start layout_apart_ops: second and third are not first */
static int layout_apart_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct layout_owner *owner = container_of(mn, struct layout_owner, notifier);

	owner->first = 0;
	owner->second = 1;
	owner->third = 1;
	if (owner->first)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops layout_apart_ops = {
	.invalidate_range_start = layout_apart_start,
};

/* expect: range-start layout_same_ops sleeps-nonblockable=violates: first is first */
static int layout_same_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct layout_owner *owner = container_of(mn, struct layout_owner, notifier);

	owner->first = 1;
	owner->second = 0;
	owner->third = 0;
	if (owner->first)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops layout_same_ops = {
	.invalidate_range_start = layout_same_start,
};
