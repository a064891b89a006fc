// SPDX-License-Identifier: GPL-2.0-only
/* An object in the way is answered with -EAGAIN, whoever asks. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct pinned {
	struct list_head link;
	unsigned long start, end;
};

struct pin_table {
	struct mmu_notifier notifier;
	spinlock_t lock;
	struct list_head pins;
};

static bool overlaps(const struct pinned *pin, const struct mmu_notifier_range *range)
{
	return pin->start < range->end && range->start < pin->end;
}

/*
 * expect: range-start eagain_on_overlap_ops fails-blockable=violates:
 *	-EAGAIN on an overlap, whatever the context; spin lock dropped
 */
static int eagain_on_overlap_start(struct mmu_notifier *mn,
				   const struct mmu_notifier_range *range)
{
	struct pin_table *table = container_of(mn, struct pin_table, notifier);
	struct pinned *pin;
	int ret = 0;

	spin_lock(&table->lock);
	list_for_each_entry(pin, &table->pins, link) {
		if (overlaps(pin, range)) {
			ret = -EAGAIN;
			break;
		}
	}
	spin_unlock(&table->lock);
	return ret;
}

const struct mmu_notifier_ops eagain_on_overlap_ops = {
	.invalidate_range_start = eagain_on_overlap_start,
};

MODULE_LICENSE("GPL");
