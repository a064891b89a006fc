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

MODULE_LICENSE("GPL");
