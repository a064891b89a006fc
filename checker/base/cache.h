/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where results outlive a process: a map from keys to blobs, as an interface, so
 * that lower layers can remember things without knowing the database.
 */
#ifndef MNCHECK_BASE_CACHE_H
#define MNCHECK_BASE_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * A blob cache. KIND names what is stored ("locate", "flags", ...), KEY must
 * hold everything that the blob depends on. Either may fail silently: a cache
 * that cannot be read is empty, one that cannot be written forgets.
 */
struct blob_cache {
	/* Appends the blob to OUT; false when there is none. */
	bool (*get)(struct blob_cache *cache, const char *kind, const char *key,
		    struct strbuf *out);
	void (*put)(struct blob_cache *cache, const char *kind, const char *key,
		    const void *data, size_t length);
};

#endif
