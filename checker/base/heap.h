/* SPDX-License-Identifier: GPL-2.0-only */
/* Tunes how malloc() gets memory from the kernel. */
#ifndef MNCHECK_BASE_HEAP_H
#define MNCHECK_BASE_HEAP_H

#include <stddef.h>

/*
 * For a process that will allocate a lot and then end. Grows the heap by AHEAD bytes of address
 * space at once, in huge pages where the kernel has them (MADV_HUGEPAGE), and keeps freed memory in
 * it. Pages are used only once they are touched. Where the heap cannot grow, malloc() works as
 * before.
 */
void heap_reserve(size_t ahead);

#endif
