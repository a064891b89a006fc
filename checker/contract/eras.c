// SPDX-License-Identifier: GPL-2.0-only
#include "contract/eras.h"

const struct era eras[] = {
	{ .from = "4.19", .param = 4, .nparams = 5, .mask = UINT64_MAX, .blockable = 1 },
	{ .from = "4.20", .param = RANGE_PARAM, .record = "hmm_update", .field = "blockable",
	  .mask = UINT64_MAX, .blockable = 1 },
	{ .from = "5.0", .param = RANGE_PARAM, .record = "mmu_notifier_range",
	  .field = "blockable", .mask = UINT64_MAX, .blockable = 1 },
	/* MMU_NOTIFIER_RANGE_BLOCKABLE, bit 0 since it exists */
	{ .from = "5.2", .param = RANGE_PARAM, .record = "mmu_notifier_range",
	  .field = "flags", .mask = 1, .blockable = 1 },
};

const size_t neras = sizeof(eras) / sizeof(*eras);
_Static_assert(sizeof(eras) / sizeof(*eras) <= ERAS_MAX, "judge.c keeps room for ERAS_MAX");
