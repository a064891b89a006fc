/* SPDX-License-Identifier: GPL-2.0-only */
/* Threads over an index range, for reading many files at once. */
#ifndef MNCHECK_TREE_PARALLEL_H
#define MNCHECK_TREE_PARALLEL_H

#include <stddef.h>

/*
 * Calls WORK once for each INDEX from 0 to COUNT-1, in up to JOBS threads. WORKER is the thread's
 * number, less than JOBS, by which a thread finds its own storage. WORK must not use arenas, which are
 * not for several threads. If no thread can be started, the caller's does all the work.
 */
void parallel_for(unsigned jobs, size_t count,
		  void (*work)(size_t index, unsigned worker, void *context), void *context);

/* JOBS, but at least 1 and no more than PARALLEL_MOST. */
unsigned parallel_jobs(unsigned jobs);

/* More threads than this gain nothing when reading files. */
#define PARALLEL_MOST 64

#endif
