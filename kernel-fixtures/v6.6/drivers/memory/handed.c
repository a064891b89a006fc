// SPDX-License-Identifier: GPL-2.0-only
/* A function that is given a member's address assigns the member without naming it. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched.h>

struct handed_part {
	int state;
	struct handed_part *peer;
};

struct handed_owner {
	struct mmu_notifier notifier;
	struct handed_part one, two, *first;
};

static void handed_unlink(struct handed_part **at, struct handed_part *part)
{
	while (*at && *at != part)
		at = &(*at)->peer;
	if (*at)
		*at = part->peer;
}

/* expect: range-start handed_unlinked_ops: one was the first, two is */
static int handed_unlinked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct handed_owner *owner = container_of(mn, struct handed_owner, notifier);

	owner->first = &owner->one;
	owner->one.peer = &owner->two;
	owner->two.peer = NULL;
	handed_unlink(&owner->first, &owner->one);
	if (owner->first != &owner->two)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops handed_unlinked_ops = {
	.invalidate_range_start = handed_unlinked_start,
};

/* expect: range-start handed_kept_ops sleeps-nonblockable=violates: two is none of them */
static int handed_kept_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct handed_owner *owner = container_of(mn, struct handed_owner, notifier);

	owner->first = &owner->one;
	owner->one.peer = NULL;
	handed_unlink(&owner->first, &owner->two);
	if (owner->first == &owner->one)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops handed_kept_ops = {
	.invalidate_range_start = handed_kept_start,
};

static void handed_clear(struct handed_part **at)
{
	*at = NULL;
}

/* expect: range-start handed_cleared_ops: it was tested before, and is clear now */
static int handed_cleared_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct handed_owner *owner = container_of(mn, struct handed_owner, notifier);

	if (!owner->first)
		return 0;
	handed_clear(&owner->first);
	if (owner->first)
		might_sleep();
	return 0;
}

const struct mmu_notifier_ops handed_cleared_ops = {
	.invalidate_range_start = handed_cleared_start,
};
