/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verdict cache: rows of earlier scans, each with its dependencies. A scan takes a row over as it is while they
 * hold (dependencies.h), and judges all others.
 */
#ifndef MNCHECK_ANALYSIS_VERDICT_CACHE_H
#define MNCHECK_ANALYSIS_VERDICT_CACHE_H

#include "analysis/dependencies.h"

struct verdict_cache;

/* Rows by the rules of RUN; INDEX is of SESSION's tree. All three must outlive it. */
struct verdict_cache *verdict_cache_open(struct session *session, struct tree_index **index,
					 const struct run *run);
void verdict_cache_close(struct verdict_cache *cache);

/*
 * Reads the rows of COUNT CANDIDATES, and has the units made that they depend on. Returns 0, or -1 with ERROR
 * filled.
 */
int verdict_cache_prepare(struct verdict_cache *cache, const struct candidate *candidates,
			  size_t count, struct error *error);

/*
 * The row of CANDIDATE, one of those, if its dependencies hold: verdicts, findings and reasons are moved to ROW
 * (strings are the run's). Returns the dependencies, the cache's; NULL: it must be judged.
 */
const struct dependencies *verdict_cache_recall(struct verdict_cache *cache,
						const struct candidate *candidate,
						const struct subject *subject, struct row *row);

/*
 * Keeps ROW with its DEPENDENCIES, which are sealed here, unless the tree is looked at through an overlay, or the
 * next scan may come to another row with the same dependencies.
 * ASKS_CALLER: a rule asked for the caller that must not block.
 */
void verdict_cache_keep(struct verdict_cache *cache, const struct candidate *candidate,
			const struct subject *subject, bool asks_caller,
			struct dependencies *dependencies, const struct row *row);

#endif
