/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verdict cache: rows of earlier scans, with their dependencies. If these hold (dependencies.h), a scan
 * takes the row as it is. It judges all others.
 */
#ifndef MNCHECK_ANALYSIS_VERDICT_CACHE_H
#define MNCHECK_ANALYSIS_VERDICT_CACHE_H

#include "analysis/dependencies.h"

struct verdict_cache;

/*
 * For rows with the rules of RUN. INDEX is of SESSION's tree. SESSION, INDEX and RUN must outlive the
 * cache.
 */
struct verdict_cache *verdict_cache_open(struct session *session, struct tree_index **index,
					 const struct run *run);
void verdict_cache_close(struct verdict_cache *cache);

/*
 * Reads the cached rows of COUNT CANDIDATES, and has the units made that these depend on. Returns 0, or -1
 * with ERROR filled.
 */
int verdict_cache_prepare(struct verdict_cache *cache, const struct candidate *candidates,
			  size_t count, struct error *error);

/*
 * If the dependencies of CANDIDATE's row hold, moves its verdicts, findings and reasons to ROW (strings are
 * the run's) and returns the dependencies, which stay the cache's. NULL: the candidate must be judged.
 * CANDIDATE is one of those of verdict_cache_prepare().
 */
const struct dependencies *verdict_cache_recall(struct verdict_cache *cache,
						const struct candidate *candidate,
						const struct subject *subject, struct row *row);

/*
 * Puts ROW into the cache, and seals and adds its DEPENDENCIES. Does nothing if the tree has an overlay, or
 * if the next scan may come to another row with the same dependencies. ASKS_CALLER: a rule asked for the
 * caller that must not block.
 */
void verdict_cache_keep(struct verdict_cache *cache, const struct candidate *candidate,
			const struct subject *subject, bool asks_caller,
			struct dependencies *dependencies, const struct row *row);

#endif
