// SPDX-License-Identifier: GPL-2.0-only
/* A reference is taken for a while and dropped again; the release function sleeps. */
#include <linux/kref.h>
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct holder {
	struct mmu_notifier once, twice;
	struct kref refs;
	struct mutex lock;
	unsigned long seen;
};

static void release_holder(struct kref *kref)
{
	struct holder *holder = container_of(kref, struct holder, refs);

	mutex_lock(&holder->lock);
	holder->seen = 0;
	mutex_unlock(&holder->lock);
}

/*
 * Whoever registered it holds a reference: this one is the last only if that goes meanwhile.
 * expect: range-start own_reference_ops sleeps-nonblockable=undecided:
 *	release_holder takes a mutex, if another processor drops the other references between
 *	kref_get and kref_put
 */
static int own_reference_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct holder *holder = container_of(mn, struct holder, once);

	kref_get(&holder->refs);
	holder->seen = range->start;
	kref_put(&holder->refs, release_holder);
	return 0;
}

/*
 * The second one is somebody else's.
 * expect: range-start one_reference_too_many_ops sleeps-nonblockable=violates:
 *	the second kref_put -> release_holder -> mutex_lock
 */
static int one_reference_too_many_start(struct mmu_notifier *mn,
					const struct mmu_notifier_range *range)
{
	struct holder *holder = container_of(mn, struct holder, twice);

	kref_get(&holder->refs);
	holder->seen = range->start;
	kref_put(&holder->refs, release_holder);
	kref_put(&holder->refs, release_holder);
	return 0;
}

const struct mmu_notifier_ops own_reference_ops = {
	.invalidate_range_start = own_reference_start,
};

const struct mmu_notifier_ops one_reference_too_many_ops = {
	.invalidate_range_start = one_reference_too_many_start,
};

MODULE_LICENSE("GPL");
