// SPDX-License-Identifier: GPL-2.0-only
#include "store/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/database.h"

struct store *store_open(const char *directory, struct progress *progress)
{
	struct store *store = xcalloc(1, sizeof(*store));
	struct error error = { 0 };

	store->directory = xstrdup(directory);
	store->path = xasprintf("%s/mncheck.sqlite", directory);
	store->progress = progress;
	store->arena = arena_new();
	store_init_blobs(store);
	if (make_directories(directory, &error))
		store_notice(store, "%s; going on without a cache", error.message);
	else if (access(directory, W_OK | X_OK))
		store_work_without(store, strerror(errno));
	else
		store_open_or_rebuild(store);
	error_clear(&error);
	return store;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->db && store->files_dirty && store_run(store, STORE_BEGIN)) {
		store_write_files(store);
		store_end(store, true);
	}
	store_close_database(store);
	strmap_free(&store->files);
	intmap_free(&store->shapes);
	arena_free(store->arena);
	free(store->directory);
	free(store->path);
	free(store);
}

char *store_default_directory(void)
{
	const char *own = getenv("MNCHECK_CACHE"), *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (own && *own)
		return xstrdup(own);
	/* The XDG specification says to ignore a relative path. */
	if (xdg && *xdg == '/')
		return xasprintf("%s/mncheck", xdg);
	return xasprintf("%s/.cache/mncheck", home && *home ? home : "/tmp");
}
