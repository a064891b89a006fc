// SPDX-License-Identifier: GPL-2.0-only
#include "deep_walk.h"

void deep_flush(struct deep_walker *walker, const struct deep_request *request)
{
	if (walker->zapped == walker->committed)
		return;
	deep_commit(walker, request);
}
