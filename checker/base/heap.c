// SPDX-License-Identifier: GPL-2.0-only
#include "base/heap.h"

#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define HUGE_PAGE ((uintptr_t)2 << 20)
/* The largest M_MMAP_THRESHOLD that glibc accepts; it maps and unmaps larger blocks one by one. */
#define MMAP_THRESHOLD (32 << 20)

void heap_reserve(size_t ahead)
{
	uintptr_t from = (uintptr_t)sbrk(0);

	if (ahead > INT_MAX)
		return;
	(void)mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD);
	(void)mallopt(M_TRIM_THRESHOLD, INT_MAX);
	(void)mallopt(M_TOP_PAD, (int)ahead);
	/*
	 * Larger than the rest of the heap, so the heap grows, by M_TOP_PAD as well. Without
	 * volatile the compiler drops it.
	 */
	void *volatile block = malloc((size_t)HUGE_PAGE);

	free(block);
	from = (from + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	uintptr_t to = (uintptr_t)sbrk(0) / HUGE_PAGE * HUGE_PAGE;

	if (to > from)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}
