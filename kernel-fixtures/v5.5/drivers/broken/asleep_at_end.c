// SPDX-License-Identifier: GPL-2.0-only
/* What ends a range is put into the table at run time, and allocates and locks whatever it is told. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct logger {
	struct mmu_notifier notifier;
	struct mutex lock;
	unsigned long *entries;
};

static struct mmu_notifier_ops asleep_at_end_ops;

static void add_entry(struct logger *logger, unsigned long address)
{
	unsigned long *entry = kzalloc(sizeof(*entry), GFP_KERNEL);

	if (!entry)
		return;
	*entry = address;
	mutex_lock(&logger->lock);
	logger->entries = entry;
	mutex_unlock(&logger->lock);
}

/*
 * expect: range-end asleep_at_end_ops sleeps-nonblockable=violates(reachable)
 *	may-reclaim=violates:
 *	kzalloc with GFP_KERNEL, then mutex_lock, without a test
 */
static void asleep_at_end_end(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	add_entry(container_of(mn, struct logger, notifier), range->end);
}

void asleep_at_end_init(void)
{
	asleep_at_end_ops.invalidate_range_end = asleep_at_end_end;
}

MODULE_LICENSE("GPL");
