/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Of the files that callbacks were in at the last scan, those that have changed since are parsed while spatch still
 * looks at them: that they have callbacks now as well is a guess, and so are their flags. Whoever asks for a
 * unit by its key (extract/unit_source.c) gets it only where both turn out right.
 */
#ifndef MNCHECK_EXTRACT_EARLY_H
#define MNCHECK_EXTRACT_EARLY_H

#include "extract/extraction.h"
#include "store/store.h"
#include "tree/tree.h"

struct early;

/*
 * Begins for TREE, with what is remembered in STORE, which must outlive it; OPTIONS are copied. One of
 * OPTIONS->jobs is left for spatch: where more files have changed than are left then, none is begun.
 */
struct early *early_begin(struct store *store, const struct tree *tree,
			  const struct extraction_options *options);

/* The unit under KEY as text of *LENGTH bytes, malloc'd, once it is parsed; NULL: nobody parses it. */
char *early_take(struct early *early, const char *key, size_t *length);

/* FILE (relative) has callbacks, and REQUEST makes the unit under KEY: for the next scan. */
void early_note(struct early *early, const char *file, const char *key,
		const struct front_request *request);

/* Remembers what was noted. What nobody took is ended. NULL is allowed. */
void early_end(struct early *early);

#endif
