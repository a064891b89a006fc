// SPDX-License-Identifier: GPL-2.0-only
#include <linux/kernel.h>

#include "deep_walk.h"

void deep_commit(struct deep_walker *walker, const struct deep_request *request)
{
	might_sleep_if(!request->atomic);
	walker->committed = walker->zapped;
}
