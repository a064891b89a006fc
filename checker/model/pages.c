// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages and folios: what the kernel does with them from atomic context as well, so that it
 * neither sleeps nor allocates. include/linux/mm.h, mm/swap.c
 */
#include "mncheck.h"

#define NEVER_BLOCKS(name)                                                     \
	long name(void *first, ...)                                            \
	{                                                                      \
		return __mn_opaque(first);                                     \
	}

/* Dropping the last reference frees at once, or by work; "process or interrupt context". */
NEVER_BLOCKS(__folio_put)
NEVER_BLOCKS(folios_put_refs)
NEVER_BLOCKS(put_page)
NEVER_BLOCKS(folio_put)

/* The last reference to an mm of which no memory is left: dropped by the scheduler too. */
NEVER_BLOCKS(__mmdrop)

/* Done under page-table locks: lists of each processor, and their spinning locks. */
NEVER_BLOCKS(mark_page_accessed)
NEVER_BLOCKS(folio_mark_accessed)
NEVER_BLOCKS(folio_add_lru)

/*
 * Called under page-table locks (zap_pte_range()): a file system's ->dirty_folio must not block there,
 * and has made room before the page could be written to, in its ->page_mkwrite.
 */
NEVER_BLOCKS(folio_mark_dirty)
NEVER_BLOCKS(set_page_dirty)

/* Waiters are woken, counts go down; unmapping does both under page-table locks. */
NEVER_BLOCKS(folio_unlock)
NEVER_BLOCKS(unlock_page)
NEVER_BLOCKS(__put_devmap_managed_folio_refs)

/* Only says what it sees. */
NEVER_BLOCKS(dump_page)
