// SPDX-License-Identifier: GPL-2.0-only
/* Other processors are made to do something; who waits for them spins. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/smp.h>

struct everywhere {
	struct mmu_notifier notifier;
	int cpu;
	unsigned long zapped;
};

static void drop_entries(void *data)
{
	struct everywhere *owner = data;

	WRITE_ONCE(owner->zapped, 0);
}

/* expect: range-start on_all_ops: on_each_cpu waits by spinning */
static int on_all_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct everywhere *owner = container_of(mn, struct everywhere, notifier);

	on_each_cpu(drop_entries, owner, 1);
	return 0;
}

const struct mmu_notifier_ops on_all_ops = {
	.invalidate_range_start = on_all_start,
};

/* expect: range-start on_one_ops: smp_call_function_single waits by spinning */
static int on_one_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct everywhere *owner = container_of(mn, struct everywhere, notifier);
	int here = get_cpu();

	if (here != owner->cpu)
		smp_call_function_single(owner->cpu, drop_entries, owner, 1);
	put_cpu();
	return 0;
}

const struct mmu_notifier_ops on_one_ops = {
	.invalidate_range_start = on_one_start,
};

/* expect: range-start kicks_ops: kick_all_cpus_sync is on_each_cpu (kernel/smp.c) */
static int kicks_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	kick_all_cpus_sync();
	return 0;
}

const struct mmu_notifier_ops kicks_ops = {
	.invalidate_range_start = kicks_start,
};

MODULE_LICENSE("GPL");
