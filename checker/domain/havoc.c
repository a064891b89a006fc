// SPDX-License-Identifier: GPL-2.0-only
/* What is left of a state after an opaque effect. */
#include "domain/state.h"

struct havoc_scan {
	struct domain *domain;
	struct state *state;
	const struct state *before;
	const struct pmap *kept;	/* of one region */
};

static bool keep_surviving(uint32_t key, const void *value, void *context)
{
	struct havoc_scan *scan = context;

	if (scan->domain->survives(scan->domain, scan->before,
				   place_by_id(scan->domain->values, key)))
		scan->kept = pmap_set(scan->domain->arena, scan->kept, key, value);
	return true;
}

static bool drop_exposed(uint32_t key, const void *contents, void *context)
{
	struct havoc_scan *scan = context;
	const struct region *region = region_by_id(scan->domain->values, key);

	if (!scan->domain->exposed(scan->domain, scan->before, region))
		return true;
	scan->kept = NULL;
	if (scan->domain->survives)
		pmap_each(contents, keep_surviving, scan);
	if (scan->kept)
		scan->state->memory = pmap_set(scan->domain->arena, scan->state->memory, key,
					       scan->kept);
	else
		state_drop_region(scan->domain, scan->state, region);
	return true;
}

void state_havoc(struct domain *domain, struct state *state, const void *site)
{
	struct state before = *state;
	struct havoc_scan scan = { domain, state, &before, NULL };

	pmap_each(before.memory, drop_exposed, &scan);
	state->epoch = site;
}
