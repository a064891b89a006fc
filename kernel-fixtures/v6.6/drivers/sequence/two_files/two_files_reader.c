// SPDX-License-Identifier: GPL-2.0-only
#include "two_files.h"

static unsigned long begin(struct mmu_interval_notifier *notifier)
{
	return mmu_interval_read_begin(notifier);
}

static bool is_stale(struct mmu_interval_notifier *notifier, unsigned long seq)
{
	return mmu_interval_read_retry(notifier, seq);
}

int two_files_map(struct two_files *owner)
{
	unsigned long read = begin(&owner->read);
	unsigned long recorded = begin(&owner->recorded);
	int ret = 0;

	mutex_lock(&owner->mutex);
	if (is_stale(&owner->read, read) || is_stale(&owner->recorded, recorded))
		ret = -EAGAIN;
	else
		owner->mapped = true;
	mutex_unlock(&owner->mutex);
	return ret;
}
