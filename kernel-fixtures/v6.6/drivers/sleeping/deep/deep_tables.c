// SPDX-License-Identifier: GPL-2.0-only
#include "deep_walk.h"

void deep_walk_tables(struct deep_walker *walker, struct deep_request *request)
{
	unsigned long at;

	for (at = request->start; at < request->end; at += 512 * PAGE_SIZE)
		deep_walk_entries(walker, request, at);
	deep_flush(walker, request);
}
