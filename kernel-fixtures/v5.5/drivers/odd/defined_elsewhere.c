// SPDX-License-Identifier: GPL-2.0-only
/* The ops stand here, the callback in another file of the same module. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>

#include "defined.h"

const struct mmu_notifier_ops defined_elsewhere_ops = {
	.invalidate_range_start = defined_start,
};

const struct mmu_interval_notifier_ops defined_in_header_ops = {
	.invalidate = defined_in_header_invalidate,
};

static struct mmu_interval_notifier defined_interval;

int defined_register(struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&defined_interval, mm, 0, PAGE_SIZE,
					    &defined_in_header_ops);
}

MODULE_LICENSE("GPL");
