// SPDX-License-Identifier: GPL-2.0-only
/* What a tree keeps in the cache, and what it tells the user. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "tree/tree.h"

bool tree_cache_get(struct tree *tree, const char *kind, const char *key, struct strbuf *out)
{
	return tree->cache && tree->cache->get(tree->cache, kind, key, out);
}

void tree_cache_put(struct tree *tree, const char *kind, const char *key, const void *data,
		   size_t length)
{
	if (tree->cache)
		tree->cache->put(tree->cache, kind, key, data, length);
}

void tree_progress(struct tree *tree, const char *phase, const char *item, size_t done, size_t total)
{
	if (tree->progress && tree->progress->update)
		tree->progress->update(tree->progress, phase, item, done, total);
}

void tree_notice(struct tree *tree, const char *format, ...)
{
	if (!tree->progress || !tree->progress->notice)
		return;
	va_list args;

	va_start(args, format);
	char *text = NULL;

	if (vasprintf(&text, format, args) >= 0)
		tree->progress->notice(tree->progress, text);
	va_end(args);
	free(text);
}
