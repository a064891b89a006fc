/* SPDX-License-Identifier: GPL-2.0-only */
/* How malloc() gets memory from the kernel. */
#ifndef MNCHECK_BASE_HEAP_H
#define MNCHECK_BASE_HEAP_H

#include <stddef.h>

/*
 * For a process that is about to allocate a lot, and then ends: has AHEAD bytes of address space put to the heap
 * now, in huge pages where the kernel has them (madvise(MADV_HUGEPAGE)), and what is freed there is kept. Memory is
 * used only once it is touched. Where it cannot be had malloc() goes on as before.
 */
void heap_reserve(size_t ahead);

#endif
