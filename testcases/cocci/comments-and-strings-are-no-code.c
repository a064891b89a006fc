// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>
/*
 * static const struct mmu_notifier_ops ops = { .invalidate_range_start = in_comment };
 */
// .invalidate = in_line_comment, of struct mmu_interval_notifier_ops
static const char text[] = "struct mmu_notifier_ops x = { .invalidate_range_start = in_string };";

static const struct mmu_notifier_ops ops = {
	/* .invalidate_range_start = old, */
	.invalidate_range_start /* the start */ = start,	/* LOCATED start of ops */
	// .invalidate_range_end = end,
};
