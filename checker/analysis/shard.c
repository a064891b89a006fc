// SPDX-License-Identifier: GPL-2.0-only
/*
 * A part of a scan, --shard I/N. Parts share the files that hold ops tables, and the suspects, which may: each part
 * extracts and judges its own. They are shared by their places in a sorted list, which all parts know without a parser,
 * so no part depends on another, and neighbours, which tend to be the files of one large driver, go to different parts.
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
