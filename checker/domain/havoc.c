// SPDX-License-Identifier: GPL-2.0-only
/* What is left of a state after an opaque effect. */
#include "domain/binding.h"

struct havoc_scan {
	struct domain *domain;
	struct state *state;
	const struct state *before;
	const struct pmap *kept;	/* of one region */
	const void *site;
};

static bool keep_surviving(uint32_t key, const void *value, void *context)
{
	struct havoc_scan *scan = context;

	if (scan->domain->survives(scan->domain, scan->before,
				   place_by_id(scan->domain->values, key)))
		scan->kept = pmap_set(scan->domain->arena, scan->kept, key, value);
	return true;
}

/*
 * What a pointer with several targets has stored may lie in memory that the effect cannot reach: that
 * it was stored there is not forgotten.
 */
static bool mix_binding(uint32_t key, const void *value, void *context)
{
	struct havoc_scan *scan = context;
	struct domain *domain = scan->domain;
	const struct place *place = place_by_id(domain->values, key);
	const struct value *old = value, *new;
	uint64_t mark = hash_mix((uintptr_t)scan->site, old->id);

	if (old->kind == VALUE_FILL)
		new = value_fill_copy(domain->values, place->region, place->offset, mark_epoch(mark));
	else
		new = mixed_value(domain, place, mark);
	if (domain->marked)
		domain->marked(domain, mark_epoch(mark), old->kind == VALUE_FILL ? NULL : old, NULL);
	scan->kept = pmap_set(domain->arena, scan->kept, key, new);
	return true;
}

static bool drop_exposed(uint32_t key, const void *contents, void *context)
{
	struct havoc_scan *scan = context;
	const struct region *region = region_by_id(scan->domain->values, key);

	if (!scan->domain->exposed(scan->domain, scan->before, region))
		return true;
	scan->kept = NULL;
	if (state_pointing(scan->domain, scan->before, region) == POINTS_ANYWHERE)
		pmap_each(contents, mix_binding, scan);
	else if (scan->domain->survives)
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
	struct havoc_scan scan = { domain, state, &before, NULL, site };

	state_age(domain, state, site);
	before = *state;
	pmap_each(before.memory, drop_exposed, &scan);
	state->epoch = site;
}
