/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Results that outlive a process: a map from keys to blobs. It is an interface, so that
 * lower layers can keep results without knowing the database (store/ implements it).
 */
#ifndef MNCHECK_BASE_CACHE_H
#define MNCHECK_BASE_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * A blob cache. KIND names what is stored ("locate", "flags", ...). KEY must hold
 * everything that the blob depends on. Both functions may fail silently: a cache that
 * cannot be read is empty, a cache that cannot be written keeps nothing.
 */
struct blob_cache {
	/* Appends the blob to OUT. Returns false when there is none. */
	bool (*get)(struct blob_cache *cache, const char *kind, const char *key,
		    struct strbuf *out);
	/* Stores LENGTH bytes at DATA, in place of an older blob. */
	void (*put)(struct blob_cache *cache, const char *kind, const char *key,
		    const void *data, size_t length);
};

#endif
