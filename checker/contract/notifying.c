// SPDX-License-Identifier: GPL-2.0-only
#include "contract/notifying.h"

#include <string.h>

#include "contract/nonblock.h"

const struct notifying notifying[] = {
	{ NONBLOCK_START, .begins = true, .fails = true },
	{ CORE_START, .begins = true, .fails = true },
	{ "mmu_notifier_invalidate_range_start", .begins = true },
	{ "mmu_notifier_invalidate_range_end", .begins = false },
	{ "mmu_notifier_invalidate_range_only_end", .begins = false },
	{ "__mmu_notifier_invalidate_range_end", .begins = false },
};

const size_t nnotifying = sizeof(notifying) / sizeof(*notifying);

const struct notifying *notifying_find(const char *name)
{
	for (size_t i = 0; i < nnotifying; i++)
		if (!strcmp(notifying[i].name, name))
			return &notifying[i];
	return NULL;
}
