// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages and folios: functions that the kernel also calls in atomic context, so that they
 * neither sleep nor allocate. include/linux/mm.h, mm/swap.c
 */
#include "mncheck.h"

#define NEVER_BLOCKS(name)                                                     \
	long name(void *first, ...)                                            \
	{                                                                      \
		return __mn_opaque(first);                                     \
	}

/*
 * Dropping the last reference frees at once, or queues work that frees; "process or interrupt
 * context".
 */
NEVER_BLOCKS(__folio_put)
NEVER_BLOCKS(folios_put_refs)
NEVER_BLOCKS(put_page)
NEVER_BLOCKS(folio_put)

/* The last reference to an mm without memory: the scheduler drops it too. */
NEVER_BLOCKS(__mmdrop)

/* Called under page-table locks; they use per-CPU lists with spinning locks. */
NEVER_BLOCKS(mark_page_accessed)
NEVER_BLOCKS(folio_mark_accessed)
NEVER_BLOCKS(folio_add_lru)

/*
 * Called under page-table locks (zap_pte_range()), where a file system's ->dirty_folio must not
 * block: its ->page_mkwrite made room before the page could be written to.
 */
NEVER_BLOCKS(folio_mark_dirty)
NEVER_BLOCKS(set_page_dirty)

/* These wake waiters and lower counts; unmapping does both under page-table locks. */
NEVER_BLOCKS(folio_unlock)
NEVER_BLOCKS(unlock_page)
NEVER_BLOCKS(__put_devmap_managed_folio_refs)

/* Only prints. */
NEVER_BLOCKS(dump_page)
