/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prefetching: parses that begin while spatch still searches for callbacks.
 *
 * The store keeps, for each file that had callbacks at the last scan, how its unit was made. If such a
 * file has changed since, it probably still has callbacks and probably still has the same flags, so its
 * parse begins at once. A wrong guess costs one parse: a unit is only used under the key
 * (extract/unit_source.h) that the real flags give.
 */
#ifndef MNCHECK_EXTRACT_PREFETCH_H
#define MNCHECK_EXTRACT_PREFETCH_H

#include "extract/extraction.h"
#include "store/store.h"
#include "tree/tree.h"

struct prefetch;

/*
 * Begins to parse the changed files of TREE that STORE knows. STORE must outlive the prefetch; OPTIONS are
 * copied. One of OPTIONS->jobs stays free for spatch: if more files have changed than the others can take, no
 * parse begins.
 */
struct prefetch *prefetch_begin(struct store *store, const struct tree *tree,
				const struct extraction_options *options);

/*
 * Waits for the parse of the unit under KEY. Returns the unit's text form (*LENGTH bytes, malloc'd);
 * NULL if it is not being parsed or its parse failed.
 */
char *prefetch_take(struct prefetch *prefetch, const char *key, size_t *length);

/* Records for the next scan: FILE (relative) has callbacks, and REQUEST makes its unit under KEY. */
void prefetch_note(struct prefetch *prefetch, const char *file, const char *key,
		   const struct front_request *request);

/* Stops the parses that nobody took, stores the records and frees PREFETCH, which may be NULL. */
void prefetch_end(struct prefetch *prefetch);

#endif
