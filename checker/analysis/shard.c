// SPDX-License-Identifier: GPL-2.0-only
/*
 * A part of a scan, --shard I/N. Parts share the files that hold ops tables: each part extracts and judges its own. What
 * all parts know without a parser is shared by its place in a sorted list, so that no part depends on another, and
 * neighbours, which tend to be the files of one large driver, go to different parts. Suspects are extracted by all:
 * nobody knows before which of them hide a callback.
 */
#include <string.h>

#include "analysis/scan_state.h"

void scan_share_files(struct scan *scan)
{
	if (!scan->session.options->shards)
		return;
	vec_each(candidate, &scan->candidates)
		vec_push(&scan->shared, arena_strdup(scan->session.tree->arena, candidate->ops_file));
	vec_each(suspect, &scan->located.suspects)
		vec_push(&scan->shared, arena_strdup(scan->session.tree->arena, *suspect));
	sort_strings(&scan->shared);
}

bool scan_owns(const struct scan *scan, const char *file)
{
	const struct options *options = scan->session.options;

	for (size_t i = 0; options->shards && i < scan->shared.count; i++)
		if (!strcmp(scan->shared.data[i], file))
			return i % options->shards == options->shard - 1;
	return true;
}
