// SPDX-License-Identifier: GPL-2.0-only
#include "cmd/session.h"

#include <string.h>

int session_open_tree(struct session *session, const struct settings *settings,
		      struct progress *progress, const char *path, struct error *error)
{
	*session = (struct session){ .settings = settings, .progress = progress };
	session->tree = tree_open(path, settings->cache, error);
	if (!session->tree)
		return -1;
	if (!settings->no_cache)
		session->store = store_open(settings->cache, progress);
	session->tree->cache = session->store ? store_blobs(session->store) : NULL;
	session->tree->progress = progress;
	session->tree->jobs = settings->jobs;
	return 0;
}

int session_open_build(struct session *session, struct error *error)
{
	const struct settings *settings = session->settings;
	struct kbuild_options options = { .build = settings->build, .arch = settings->arch };

	session->kbuild = kbuild_open(session->tree, &options, error);
	if (!session->kbuild)
		return -1;
	session->units = unit_source_open(&(struct unit_source_options){
		.tree = session->tree,
		.kbuild = session->kbuild,
		.store = session->store,
		.extraction = {
			.jobs = settings->jobs,
			.limits = settings->limits,
			.progress = session->progress,
		},
	});
	return 0;
}

void session_close(struct session *session)
{
	unit_source_close(session->units);
	if (session->kbuild)
		kbuild_close(session->kbuild);
	if (session->tree)
		tree_close(session->tree);
	if (session->store) {
		store_trim(session->store, CACHE_BYTES);
		store_close(session->store);
	}
	memset(session, 0, sizeof(*session));
}
