/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads over an index range, for reading many files at once. */
#ifndef MNCHECK_TREE_PARALLEL_H
#define MNCHECK_TREE_PARALLEL_H

#include <stddef.h>

/*
 * Calls WORK once for each index 0..COUNT-1 from up to JOBS threads, WORKER being
 * the number of the thread (0..JOBS-1), so that each may have storage of its own.
 * Arenas are not shared between threads: WORK allocates from malloc. When no
 * thread can be made the calling one does it all.
 */
void parallel_for(unsigned jobs, size_t count,
		  void (*work)(size_t index, unsigned worker, void *context), void *context);

/* JOBS, but at least 1 and no more than PARALLEL_MOST. */
unsigned parallel_jobs(unsigned jobs);

/* More threads than this gain nothing when reading files. */
#define PARALLEL_MOST 64

#endif
