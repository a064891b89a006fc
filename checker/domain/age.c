// SPDX-License-Identifier: GPL-2.0-only
/*
 * Symbols over time. A symbol is named by the instruction that makes it; when a loop
 * brings that instruction round again, the symbol of the round before must be told apart from
 * the new one, or the two would be taken for equal. The round before is called "past";
 * what was past already is forgotten: nothing is known of it but that it is some value.
 */
#include "domain/state.h"

struct aging {
	struct value_map map;
	struct domain *domain;
	const struct state *before;
	const void *site;
	const struct place *place;	/* whose value is being rewritten, or NULL */
	struct state result;
	bool forget;		/* first pass: the past is forgotten */
};

static bool names_site(const struct value *symbol, void *context)
{
	return symbol->symbol->site == context;
}

static bool region_names_site(const struct region *region, const void *site)
{
	for (; region; region = region->parent)
		if (region->value && value_any_symbol(region->value, names_site, (void *)site))
			return true;
	return false;
}

static bool value_names_site(const struct value *value, const void *site)
{
	return value->epoch == site || value_any_symbol(value, names_site, (void *)site);
}

struct search {
	struct domain *domain;
	const void *site;
};

static bool fact_is_free(uint32_t key, const void *set, void *context)
{
	const struct search *search = context;

	(void)set;
	return !value_names_site(value_by_id(search->domain->values, key), search->site);
}

static bool value_is_free(uint32_t key, const void *value, void *context)
{
	const struct search *search = context;

	(void)key;
	return !value_names_site(value, search->site);
}

static bool region_is_free(uint32_t key, const void *contents, void *context)
{
	const struct search *search = context;

	return !region_names_site(region_by_id(search->domain->values, key), search->site) &&
	       pmap_each(contents, value_is_free, context);
}

static bool names_it_anywhere(struct domain *domain, const struct state *state, const void *site)
{
	struct search search = { domain, site };

	return !pmap_each(state->facts, fact_is_free, &search) ||
	       !pmap_each(state->memory, region_is_free, &search) ||
	       !pmap_each(state->temps, value_is_free, &search) ||
	       !pmap_each(state->locks, fact_is_free, &search);
}

static const struct value *age_symbol(struct value_map *map, const struct value *value)
{
	struct aging *aging = map->context;
	struct symbol symbol = *value->symbol;

	if (symbol.site != aging->site || symbol.past != aging->forget)
		return value;
	const struct value *aged;

	if (!aging->forget) {
		symbol.past = true;
		aged = value_symbol(map->values, &symbol, value->width);
	} else {
		struct symbol some = { .kind = SYMBOL_JOIN, .place = aging->place,
				       .site = aging->place };

		if (!aging->place)
			return NULL;
		aged = value_symbol(map->values, &some, value->width);
	}
	/* by another name it hangs on the same */
	if (aging->domain->joined)
		aging->domain->joined(aging->domain, aged, value, NULL);
	return aged;
}

static const struct region *same_local(struct value_map *map, const struct region *region)
{
	(void)map;
	return region;
}

static bool age_fact(uint32_t key, const void *set, void *context)
{
	struct aging *aging = context;
	const struct value *old = value_by_id(aging->domain->values, key);
	const struct value *new;

	aging->place = NULL;
	new = value_rewrite(&aging->map, old);
	if (new == old)
		return true;
	aging->result.facts = pmap_remove(aging->domain->arena, aging->result.facts, key);
	if (new && (new->kind == VALUE_SYMBOL || new->kind == VALUE_OPERATION))
		aging->result.facts = pmap_set(aging->domain->arena, aging->result.facts,
					       new->id, set);
	return true;
}

static const struct value *age_value(struct aging *aging, const struct value *old,
				     const struct place *place)
{
	aging->place = place;
	const struct value *new = value_rewrite(&aging->map, old);

	if (new && new->kind == VALUE_FILL && new->epoch == aging->site)
		new = value_fill_copy(aging->domain->values, new->region, new->offset, old);
	return new;
}

struct contents_aging {
	struct aging *aging;
	const struct region *region;
	int64_t shift;		/* bytes that the region's contents move by */
	bool moved;
};

static bool age_binding(uint32_t key, const void *value, void *context)
{
	struct contents_aging *c = context;
	struct aging *aging = c->aging;
	const struct place *old = place_by_id(aging->domain->values, key);
	const struct place *place = place_get(aging->domain->values, c->region,
					      old->offset + c->shift * 8, old->width, old->field);
	const struct value *new = age_value(aging, value, place);

	if (new == value && !c->moved)
		return true;
	const struct pmap *contents = state_contents(&aging->result, c->region);
	contents = new ? pmap_set(aging->domain->arena, contents, place->id, new) :
		pmap_remove(aging->domain->arena, contents, place->id);
	aging->result.memory = contents ?
		pmap_set(aging->domain->arena, aging->result.memory, c->region->id, contents) :
		pmap_remove(aging->domain->arena, aging->result.memory, c->region->id);
	return true;
}

static bool age_region(uint32_t key, const void *contents, void *context)
{
	struct aging *aging = context;
	const struct region *region = region_by_id(aging->domain->values, key);
	struct contents_aging c = { .aging = aging };

	aging->place = NULL;
	c.region = region_rewrite(&aging->map, region, &c.shift);
	c.moved = c.region != region;
	if (c.moved)
		state_drop_region(aging->domain, &aging->result, region);
	return !c.region || pmap_each(contents, age_binding, &c);
}

static bool age_temp(uint32_t key, const void *value, void *context)
{
	struct aging *aging = context;
	const struct region *region = region_local(aging->domain->values, aging->site, key, "");
	const struct value *old = value;
	const struct place *place = place_get(aging->domain->values, region, 0,
					      old->width ? old->width : 1, NULL);
	const struct value *new = age_value(aging, old, place);

	aging->result.temps = new ?
		pmap_set(aging->domain->arena, aging->result.temps, key, new) :
		pmap_remove(aging->domain->arena, aging->result.temps, key);
	return true;
}

static bool age_lock(uint32_t key, const void *value, void *context)
{
	struct aging *aging = context;
	const struct lock *old = value;

	aging->place = NULL;
	const struct value *address = value_rewrite(&aging->map, old->address);
	if (address == old->address || !address)
		return true;
	struct lock *lock = arena_copy(aging->domain->arena, old, sizeof(*old));

	lock->address = address;
	aging->result.locks = pmap_remove(aging->domain->arena, aging->result.locks, key);
	aging->result.locks = pmap_set(aging->domain->arena, aging->result.locks,
				       address->id, lock);
	return true;
}

static void age_pass(struct aging *aging, bool forget)
{
	struct state before = aging->result;

	aging->forget = forget;
	pmap_each(before.facts, age_fact, aging);
	pmap_each(before.memory, age_region, aging);
	pmap_each(before.temps, age_temp, aging);
	pmap_each(before.locks, age_lock, aging);
}

void state_age(struct domain *domain, struct state *state, const void *site)
{
	struct aging aging = {
		.map = { age_symbol, same_local, domain->values, site, NULL },
		.domain = domain, .site = site, .result = *state,
	};

	if (!names_it_anywhere(domain, state, site))
		return;
	aging.map.context = &aging;
	age_pass(&aging, true);
	age_pass(&aging, false);
	*state = aging.result;
}
