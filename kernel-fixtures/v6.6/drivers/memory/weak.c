// SPDX-License-Identifier: GPL-2.0-only
/* Weak functions: strong.c replaces one of them, and nothing the other. */
#include <linux/kernel.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>

#include "weak.h"

struct hooked {
	struct mmu_notifier notifier;
};

void __attribute__((__weak__)) replaced_hook(void)
{
}

void __attribute__((__weak__)) only_hook(void)
{
}

/* expect: range-start weak_replaced_ops sleeps-nonblockable=violates: strong.c's replaced_hook() may sleep */
static int weak_replaced_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	replaced_hook();
	return 0;
}

const struct mmu_notifier_ops weak_replaced_ops = {
	.invalidate_range_start = weak_replaced_start,
};

/* expect: range-start weak_only_ops: only_hook() has no other definition, and does nothing */
static int weak_only_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	only_hook();
	return 0;
}

const struct mmu_notifier_ops weak_only_ops = {
	.invalidate_range_start = weak_only_start,
};

MODULE_LICENSE("GPL");
