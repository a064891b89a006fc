// SPDX-License-Identifier: GPL-2.0-only
/* On unmap, each page is locked and its writeback waited for, whoever asks. */
#include <linux/mmu_notifier.h>
#include <linux/module.h>
#include <linux/pagemap.h>

struct page_holder {
	struct mmu_interval_notifier interval;
	unsigned int npages;
	struct page *pages[16];
};

static void release_pages_of(struct page_holder *holder)
{
	unsigned int i;

	for (i = 0; i < holder->npages; i++) {
		struct folio *folio = page_folio(holder->pages[i]);

		folio_lock(folio);
		folio_wait_writeback(folio);
		set_page_dirty(holder->pages[i]);
		folio_unlock(folio);
		put_page(holder->pages[i]);
	}
	holder->npages = 0;
}

/*
 * expect: interval waits_for_page_ops sleeps-nonblockable=violates:
 *	UNMAP: release_pages_of -> folio_lock and folio_wait_writeback; the oom killer passes UNMAP
 *	here
 */
static bool waits_for_page_invalidate(struct mmu_interval_notifier *mni,
				      const struct mmu_notifier_range *range,
				      unsigned long cur_seq)
{
	struct page_holder *holder = container_of(mni, struct page_holder, interval);

	if (range->event == MMU_NOTIFY_UNMAP)
		release_pages_of(holder);
	return true;
}

const struct mmu_interval_notifier_ops waits_for_page_ops = {
	.invalidate = waits_for_page_invalidate,
};

int waits_for_page_register(struct page_holder *holder, struct mm_struct *mm)
{
	return mmu_interval_notifier_insert(&holder->interval, mm, 0, PAGE_SIZE, &waits_for_page_ops);
}

MODULE_LICENSE("GPL");
