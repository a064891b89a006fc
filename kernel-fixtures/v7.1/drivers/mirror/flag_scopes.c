// SPDX-License-Identifier: GPL-2.0-only
/* Scopes that drivers open with memalloc_flags_save() themselves, of one flag or several. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

struct flag_scopes {
	struct mmu_notifier notifier;
	unsigned int flags, asked;
	void *object;
};

static struct flag_scopes *owner_of(struct mmu_notifier *mn)
{
	return container_of(mn, struct flag_scopes, notifier);
}

static void renew(struct flag_scopes *owner)
{
	kfree(owner->object);
	owner->object = kmalloc(128, GFP_KERNEL);
}

/* expect: range-start flags_in_scope_ops: PF_MEMALLOC is set, among others */
static int flags_in_scope_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	flags = memalloc_flags_save(PF_MEMALLOC | PF_MEMALLOC_NOFS);
	renew(owner_of(mn));
	memalloc_flags_restore(flags);
	return 0;
}

const struct mmu_notifier_ops flags_in_scope_ops = { .invalidate_range_start = flags_in_scope_start };

/* expect: range-start flags_after_scope_ops may-reclaim=violates: GFP_KERNEL after the scope */
static int flags_after_scope_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	flags = memalloc_flags_save(PF_MEMALLOC);
	memalloc_flags_restore(flags);
	renew(owner_of(mn));
	return 0;
}

const struct mmu_notifier_ops flags_after_scope_ops = { .invalidate_range_start = flags_after_scope_start };

/* expect: range-start flags_of_nofs_ops may-reclaim=violates: a scope of PF_MEMALLOC_NOFS alone still reclaims */
static int flags_of_nofs_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	flags = memalloc_flags_save(PF_MEMALLOC_NOFS);
	renew(owner_of(mn));
	memalloc_flags_restore(flags);
	return 0;
}

const struct mmu_notifier_ops flags_of_nofs_ops = { .invalidate_range_start = flags_of_nofs_start };

/* expect: range-start flags_inside_ops: the end of an inner scope leaves the outer one open */
static int flags_inside_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int outer, inner;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	outer = memalloc_noreclaim_save();
	inner = memalloc_flags_save(PF_MEMALLOC);
	memalloc_flags_restore(inner);
	renew(owner_of(mn));
	memalloc_noreclaim_restore(outer);
	return 0;
}

const struct mmu_notifier_ops flags_inside_ops = { .invalidate_range_start = flags_inside_start };

/* expect: range-start flags_around_ops may-reclaim=violates: when both have ended, it may reclaim */
static int flags_around_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int outer, inner;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	outer = memalloc_flags_save(PF_MEMALLOC);
	inner = memalloc_noreclaim_save();
	memalloc_noreclaim_restore(inner);
	memalloc_flags_restore(outer);
	renew(owner_of(mn));
	return 0;
}

const struct mmu_notifier_ops flags_around_ops = { .invalidate_range_start = flags_around_start };

/* expect: range-start flags_cleared_ops may-reclaim=violates: whoever clears the flag inside reclaims from there on */
static int flags_cleared_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	unsigned int flags;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	flags = memalloc_noreclaim_save();
	memalloc_flags_restore(PF_MEMALLOC);
	renew(owner_of(mn));
	memalloc_noreclaim_restore(flags);
	return 0;
}

const struct mmu_notifier_ops flags_cleared_ops = { .invalidate_range_start = flags_cleared_start };

/* expect: range-start flags_asked_ops may-reclaim=violates: the owner chooses which flags */
static int flags_asked_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct flag_scopes *owner = owner_of(mn);
	unsigned int flags;

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	flags = memalloc_flags_save(owner->asked);
	renew(owner);
	memalloc_flags_restore(flags);
	return 0;
}

const struct mmu_notifier_ops flags_asked_ops = { .invalidate_range_start = flags_asked_start };

static void flags_lock(struct flag_scopes *owner)
{
	owner->flags = memalloc_flags_save(PF_MEMALLOC);
}

static void flags_unlock(struct flag_scopes *owner)
{
	memalloc_flags_restore(owner->flags);
}

/* expect: range-start flags_of_lock_ops: a lock of the owner's is such a scope, too */
static int flags_of_lock_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct flag_scopes *owner = owner_of(mn);

	if (!mmu_notifier_range_blockable(range))
		return -EAGAIN;
	flags_lock(owner);
	renew(owner);
	flags_unlock(owner);
	return 0;
}

const struct mmu_notifier_ops flags_of_lock_ops = { .invalidate_range_start = flags_of_lock_start };
