// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two pointers of which nothing was known were taken for different objects ("no-alias"): a store through one left
 * the other's object alone. Where a test shows later that they are equal, what was read meanwhile was wrong.
 */
#include "domain/binding.h"

struct apart_search {
	struct domain *domain;
	const struct state *state;
	const struct region *from, *to;	/* that would be one */
	int64_t shift;		/* bits: offset 0 of `from` would be that of `to` */
};

/* What is looked for among the copies that a state holds: one of these bits. */
struct source_bits {
	struct domain *domain;
	const struct region *region;
	int64_t from, to;
};

static bool copies_others(uint32_t key, const void *bound, void *context)
{
	struct source_bits *bits = context;
	const struct value *fill = bound;
	const struct place *place = place_by_id(bits->domain->values, key);

	return fill->kind != VALUE_FILL || fill->region != bits->region || fill->offset >= bits->to ||
	       fill->offset + (int64_t)place->width <= bits->from;
}

static bool holds_other_copies(uint32_t key, const void *contents, void *context)
{
	(void)key;
	return pmap_each(contents, copies_others, context);
}

static bool was_accessed(struct apart_search *search, const struct region *region, int64_t offset, uint64_t width)
{
	struct domain *domain = search->domain;
	struct bindings found = find_overlaps(domain, state_contents(search->state, region), offset, width);
	struct source_bits bits = { domain, region, offset, offset + (int64_t)width };
	bool is_bound = found.scalars.count || found.fills.count;

	free_overlaps(&found);
	return is_bound || !domain->was_read || domain->was_read(domain, search->state, region, offset, bits.to) ||
	       !pmap_each(search->state->memory, holds_other_copies, &bits);
}

static bool is_theirs_alone(uint32_t key, const void *bound, void *context)
{
	struct apart_search *search = context;
	const struct place *place = place_by_id(search->domain->values, key);

	(void)bound;
	return !was_accessed(search, search->to, place->offset + search->shift, place->width);
}

/* Whether no place that FROM binds was accessed in TO as well. */
static bool has_nothing_of(struct apart_search *search, const struct region *from, const struct region *to,
			   int64_t shift)
{
	search->from = from;
	search->to = to;
	search->shift = shift;
	return pmap_each(state_contents(search->state, from), is_theirs_alone, search);
}

/* ---- elements at unknown indices ---- */

static bool is_no_element_of(uint32_t key, const void *contents, void *context)
{
	struct apart_search *search = context;
	const struct region *region = region_by_id(search->domain->values, key);

	(void)contents;
	return region->kind != REGION_ELEMENT || region_root(region) != search->from;
}

/* Whether an element of FROM, a root, is bound, and anything of TO, another root, was accessed. */
static bool meets_elements(struct apart_search *search, const struct region *from, const struct region *to)
{
	search->from = from;
	if (pmap_each(search->state->memory, is_no_element_of, search))
		return false;
	search->from = to;
	return !pmap_each(search->state->memory, is_no_element_of, search) || state_contents(search->state, to) ||
	       !search->domain->was_read ||
	       search->domain->was_read(search->domain, search->state, to, INT64_MIN, INT64_MAX);
}

/* ---- the whole ---- */

bool state_took_apart(struct domain *domain, const struct state *state, const struct equality *equality)
{
	struct apart_search search = { .domain = domain, .state = state };
	int64_t from_offset, to_offset;
	const struct region *from = region_of_pointer(domain->values, equality->symbol, &from_offset);
	const struct region *to = state_region(domain, state, equality->value, &to_offset);

	if (!from || !to || from == to || !state->memory ||
	    !never_meet(domain, state, region_root(from), region_root(to)))
		return false;
	int64_t shift = (to_offset - from_offset) * 8;

	return !has_nothing_of(&search, from, to, shift) || !has_nothing_of(&search, to, from, -shift) ||
	       meets_elements(&search, region_root(from), region_root(to)) ||
	       meets_elements(&search, region_root(to), region_root(from));
}
