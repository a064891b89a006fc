// SPDX-License-Identifier: GPL-2.0-only
#include "deep_walk.h"

void deep_walk_entries(struct deep_walker *walker, struct deep_request *request, unsigned long at)
{
	walker->zapped += at >> PAGE_SHIFT;
	if (++request->batch == 32) {
		deep_flush(walker, request);
		request->batch = 0;
	}
}
