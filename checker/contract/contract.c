// SPDX-License-Identifier: GPL-2.0-only
#include "contract/contract.h"

#include <string.h>

const struct contract contracts[KIND_COUNT] = {
	[KIND_RANGE_START] = {
		.name = "range-start",
		.record = "mmu_notifier_ops",
		.field = "invalidate_range_start",
		.end_field = "invalidate_range_end",
	},
	[KIND_INTERVAL] = {
		.name = "interval",
		.record = "mmu_interval_notifier_ops",
		.field = "invalidate",
		.returns_bool = true,
	},
	[KIND_INTERVAL_START] = {
		.name = "interval-start",
		.record = "mmu_interval_notifier_ops",
		.field = "invalidate_start",
		.returns_bool = true,
		.finish_field = "invalidate_finish",
	},
	[KIND_HMM_SYNC] = {
		.name = "hmm-sync",
		.record = "hmm_mirror_ops",
		.field = "sync_cpu_device_pagetables",
	},
};

const char *const sequence_functions[SEQUENCE_FUNCTIONS] = {
	INTERVAL_INSERT, INTERVAL_INSERT_LOCKED, INTERVAL_READ_BEGIN, INTERVAL_READ_RETRY,
};

int contract_find(const char *record, const char *field)
{
	for (int kind = 0; kind < KIND_COUNT; kind++)
		if (!strcmp(contracts[kind].record, record) &&
		    !strcmp(contracts[kind].field, field))
			return kind;
	return -1;
}
