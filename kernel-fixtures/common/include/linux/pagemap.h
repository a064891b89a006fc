/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/kernel.h>
#include <linux/mm_types.h>

#define PG_locked	0
#define PG_writeback	1
#define PG_dirty	2

void __folio_lock(struct folio *folio);
int __folio_lock_killable(struct folio *folio);
void folio_wait_writeback(struct folio *folio);
void put_page(struct page *page);
int set_page_dirty(struct page *page);

static inline struct folio *page_folio(struct page *page)
{
	return (struct folio *)page;
}

static inline bool folio_trylock(struct folio *folio)
{
	return !(__atomic_fetch_or(&folio->page.flags, BIT(PG_locked), __ATOMIC_ACQUIRE) &
		 BIT(PG_locked));
}

static inline void folio_unlock(struct folio *folio)
{
	__atomic_fetch_and(&folio->page.flags, ~BIT(PG_locked), __ATOMIC_RELEASE);
}

static inline void folio_lock(struct folio *folio)
{
	might_sleep();
	if (!folio_trylock(folio))
		__folio_lock(folio);
}

static inline int folio_lock_killable(struct folio *folio)
{
	might_sleep();
	if (!folio_trylock(folio))
		return __folio_lock_killable(folio);
	return 0;
}

static inline void lock_page(struct page *page)
{
	folio_lock(page_folio(page));
}

static inline bool trylock_page(struct page *page)
{
	return folio_trylock(page_folio(page));
}

static inline void unlock_page(struct page *page)
{
	folio_unlock(page_folio(page));
}

static inline void wait_on_page_writeback(struct page *page)
{
	folio_wait_writeback(page_folio(page));
}

static inline int page_count(const struct page *page)
{
	return READ_ONCE(page->flags) >> 32;
}

#endif
