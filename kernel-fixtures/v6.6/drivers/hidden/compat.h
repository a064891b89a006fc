/* SPDX-License-Identifier: GPL-2.0-only */
/* What a module that serves many kernels puts between itself and the kernel's names. */
#ifndef HIDDEN_COMPAT_H
#define HIDDEN_COMPAT_H

#include <linux/errno.h>
#include <linux/mmu_notifier.h>
#include <linux/mutex.h>

#define COMPAT_RANGE_START	invalidate_range_start
#define compat_ops		mmu_notifier_ops

typedef const struct mmu_interval_notifier_ops compat_interval_ops;

#define COMPAT_CALLBACK(when, function)	.invalidate_range_##when = function
#define COMPAT_TABLE(name, ...)	const struct mmu_notifier_ops name = __VA_ARGS__
#define COMPAT_SAY(...)		__VA_ARGS__
#define COMPAT_SET(table, function) \
	do { \
		(table)->invalidate_range_start = (function); \
	} while (0)

struct compat_owner {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	struct mutex mutex;
	struct mmu_notifier_ops own;
	unsigned long seen;
};

typedef int (*compat_start_t)(struct mmu_notifier *mn, const struct mmu_notifier_range *range);

void compat_fill(struct mmu_notifier_ops *table, compat_start_t start);

#endif
