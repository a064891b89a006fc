/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TWO_FILES_H
#define TWO_FILES_H

#include <linux/mmu_notifier.h>
#include <linux/mutex.h>

struct two_files {
	struct mmu_interval_notifier read, recorded, unread;
	struct mutex mutex;
	bool mapped;
};

int two_files_map(struct two_files *owner);

#endif
