// SPDX-License-Identifier: GPL-2.0-only
/* User memory may have to be fetched, unless page faults are disabled. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/uaccess.h>

struct user_visible {
	struct mmu_notifier notifier;
	unsigned long *status;
	unsigned long zapped;
};

/* expect: range-start reads_user_ops sleeps-nonblockable=violates: copy_from_user without a test */
static int reads_user_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct user_visible *owner = container_of(mn, struct user_visible, notifier);
	unsigned long value;

	if (copy_from_user(&value, owner->status, sizeof(value)))
		return 0;
	owner->zapped = value;
	return 0;
}

const struct mmu_notifier_ops reads_user_ops = {
	.invalidate_range_start = reads_user_start,
};

/* expect: range-start writes_user_ops sleeps-nonblockable=violates: copy_to_user without a test */
static int writes_user_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct user_visible *owner = container_of(mn, struct user_visible, notifier);

	if (copy_to_user(owner->status, &owner->zapped, sizeof(owner->zapped)))
		owner->zapped = 0;
	return 0;
}

const struct mmu_notifier_ops writes_user_ops = {
	.invalidate_range_start = writes_user_start,
};

/*
 * expect: range-start gets_user_ops sleeps-nonblockable=violates: get_user: might_fault in a macro
 */
static int gets_user_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct user_visible *owner = container_of(mn, struct user_visible, notifier);
	unsigned long value;

	if (!get_user(value, owner->status))
		owner->zapped = value;
	return 0;
}

const struct mmu_notifier_ops gets_user_ops = {
	.invalidate_range_start = gets_user_start,
};

/*
 * expect: range-start puts_user_ops sleeps-nonblockable=violates: put_user: might_fault in a macro
 */
static int puts_user_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct user_visible *owner = container_of(mn, struct user_visible, notifier);

	put_user(range->start, owner->status);
	return 0;
}

const struct mmu_notifier_ops puts_user_ops = {
	.invalidate_range_start = puts_user_start,
};

/*
 * expect: range-start reads_user_inatomic_ops:
 *	page faults are disabled: what is not there is not fetched
 */
static int reads_user_inatomic_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct user_visible *owner = container_of(mn, struct user_visible, notifier);
	unsigned long value = 0;
	unsigned long left;

	pagefault_disable();
	left = __copy_from_user_inatomic(&value, owner->status, sizeof(value));
	pagefault_enable();
	if (!left)
		owner->zapped = value;
	return 0;
}

const struct mmu_notifier_ops reads_user_inatomic_ops = {
	.invalidate_range_start = reads_user_inatomic_start,
};

MODULE_LICENSE("GPL");
