// SPDX-License-Identifier: GPL-2.0-only
/* Pages that are waited for, by asking again and again. */
#include <linux/pagemap.h>
#include <linux/sched.h>

void __folio_lock(struct folio *folio)
{
	while (!folio_trylock(folio))
		schedule();
}

void folio_wait_writeback(struct folio *folio)
{
	while (READ_ONCE(folio->page.flags) & BIT(PG_writeback))
		schedule();
}

int set_page_dirty(struct page *page)
{
	unsigned long before = page->flags;

	WRITE_ONCE(page->flags, before | BIT(PG_dirty));
	return !(before & BIT(PG_dirty));
}

void put_page(struct page *page)
{
	__atomic_fetch_sub(&page->flags, 1UL << 32, __ATOMIC_RELEASE);
}

int __folio_lock_killable(struct folio *folio)
{
	while (!folio_trylock(folio)) {
		if (READ_ONCE(current->flags) & PF_EXITING)
			return -EINTR;
		schedule();
	}
	return 0;
}
