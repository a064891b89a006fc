/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEEP_WALK_H
#define DEEP_WALK_H

#include <linux/mmu_notifier.h>

struct deep_walker {
	struct mmu_notifier notifier;
	struct mmu_interval_notifier interval;
	unsigned long zapped, committed;
};

struct deep_request {
	unsigned long start, end;
	unsigned int batch;
	bool atomic;
};

void deep_walk_tables(struct deep_walker *walker, struct deep_request *request);
void deep_walk_entries(struct deep_walker *walker, struct deep_request *request, unsigned long at);
void deep_flush(struct deep_walker *walker, const struct deep_request *request);
void deep_commit(struct deep_walker *walker, const struct deep_request *request);

#endif
