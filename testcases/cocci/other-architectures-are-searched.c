// SPDX-License-Identifier: GPL-2.0-only
// FILE arch/mips/kvm/mmu.c
#include <linux/mmu_notifier.h>
static int start(struct mmu_notifier *mn)	/* DEFINED start */
{
	return 0;
}
static const struct mmu_notifier_ops mips = {
	.invalidate_range_start = start,	/* LOCATED start of mips */
};
// FILE drivers/table.h
#include <linux/mmu_notifier.h>
static const struct mmu_notifier_ops in_header = {
	.invalidate_range_start = header_start,	/* LOCATED header_start of in_header */
};
