// SPDX-License-Identifier: GPL-2.0-only
/* A page's lock and its writeback are waited for. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/pagemap.h>

struct mapper {
	struct mmu_notifier notifier;
	struct page *page;
	unsigned long zapped;
};

/*
 * expect: range-start locks_page_ops sleeps-nonblockable=violates:
 *	lock_page -> folio_lock: might_sleep before it looks
 */
static int locks_page_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct mapper *owner = container_of(mn, struct mapper, notifier);

	lock_page(owner->page);
	set_page_dirty(owner->page);
	unlock_page(owner->page);
	return 0;
}

const struct mmu_notifier_ops locks_page_ops = {
	.invalidate_range_start = locks_page_start,
};

/*
 * expect: range-start locks_page_killable_ops sleeps-nonblockable=violates:
 *	folio_lock_killable without a test
 */
static int locks_page_killable_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct mapper *owner = container_of(mn, struct mapper, notifier);

	if (folio_lock_killable(page_folio(owner->page)))
		return 0;
	set_page_dirty(owner->page);
	unlock_page(owner->page);
	return 0;
}

const struct mmu_notifier_ops locks_page_killable_ops = {
	.invalidate_range_start = locks_page_killable_start,
};

/*
 * expect: range-start waits_for_writeback_ops sleeps-nonblockable=violates:
 *	the lock is tried, but the writeback is waited for: schedule in folio_wait_writeback
 *	(mm/filemap.c)
 */
static int waits_for_writeback_start(struct mmu_notifier *mn,
				     const struct mmu_notifier_range *range)
{
	struct mapper *owner = container_of(mn, struct mapper, notifier);

	if (!trylock_page(owner->page))
		return 0;
	wait_on_page_writeback(owner->page);
	unlock_page(owner->page);
	return 0;
}

const struct mmu_notifier_ops waits_for_writeback_ops = {
	.invalidate_range_start = waits_for_writeback_start,
};

/* expect: range-start tries_page_ops: tried, and dirtied: nothing sleeps */
static int tries_page_start(struct mmu_notifier *mn, const struct mmu_notifier_range *range)
{
	struct mapper *owner = container_of(mn, struct mapper, notifier);

	if (!trylock_page(owner->page))
		return mmu_notifier_range_blockable(range) ? 0 : -EAGAIN;
	set_page_dirty(owner->page);
	unlock_page(owner->page);
	return 0;
}

const struct mmu_notifier_ops tries_page_ops = {
	.invalidate_range_start = tries_page_start,
};

MODULE_LICENSE("GPL");
