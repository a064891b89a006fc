// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mmu_notifier.h>	/* SUSPECT */

struct mirror {
	int id;
	struct mmu_interval_notifier_ops ops;
};

struct device {
	struct mirror mirror;
	struct {
		struct mmu_notifier_ops start;
	} inner;
	struct mirror many[2];
};

static struct device device = {
	.mirror = {
		.id = 1,
		.ops = { .invalidate = one },		/* LOCATED one of device.mirror.ops */
	},
	.mirror.ops.invalidate = two,			/* LOCATED two of device.mirror.ops */
	.inner.start = {
		.invalidate_range_start = three,	/* LOCATED three of device.inner.start */
	},
	.many = {
		[1] = { .ops.invalidate = four },	/* LOCATED four of device.many[1].ops */
	},
};

static struct mirror by_position = { 1, { five } };	/* LOCATED five of by_position.ops */

static const struct {
	const char *name;
	struct mmu_notifier_ops ops;
} nameless = {
	.name = "x",
	.ops = { .invalidate_range_start = six },	/* LOCATED six of nameless.ops */
};

static struct wrapped {
	struct mmu_notifier_ops ops;
} wrapped[] = {
	{ .ops = { .invalidate_range_start = seven } },	/* LOCATED seven of wrapped[0].ops */
};
