// SPDX-License-Identifier: GPL-2.0-only
#include "tree/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Indices that a thread takes at once, so that threads seldom compete for the counter. */
#define CHUNK 16

struct range {
	atomic_size_t next;
	size_t count, chunk;
	void (*work)(size_t index, unsigned worker, void *context);
	void *context;
};

struct worker {
	struct range *range;
	unsigned number;
	pthread_t thread;
};

static void *run_worker(void *argument)
{
	struct worker *worker = argument;
	struct range *range = worker->range;

	for (;;) {
		size_t from = atomic_fetch_add(&range->next, range->chunk);

		if (from >= range->count)
			return NULL;
		for (size_t i = from; i < from + range->chunk && i < range->count; i++)
			range->work(i, worker->number, range->context);
	}
}

unsigned parallel_jobs(unsigned jobs)
{
	if (!jobs)
		return 1;
	return jobs < PARALLEL_MOST ? jobs : PARALLEL_MOST;
}

void parallel_for(unsigned jobs, size_t count,
		  void (*work)(size_t index, unsigned worker, void *context), void *context)
{
	struct range range = { .count = count, .work = work, .context = context };
	struct worker workers[PARALLEL_MOST] = { { .range = &range } };
	unsigned started = 1;

	jobs = parallel_jobs(jobs);
	range.chunk = count / jobs >= 8 * CHUNK ? CHUNK : 1;
	for (unsigned i = 1; i < jobs; i++)
		workers[i] = (struct worker){ .range = &range, .number = i };
	while (started < jobs && started < count &&
	       !pthread_create(&workers[started].thread, NULL, run_worker, &workers[started]))
		started++;
	run_worker(&workers[0]);
	for (unsigned i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
}
