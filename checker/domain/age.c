// SPDX-License-Identifier: GPL-2.0-only
/*
 * Symbols over time. The instruction that makes a symbol is its name. When a loop
 * brings that instruction round again, it makes another symbol of the same name, and the two would
 * be taken for equal. So symbols know their age, in rounds. Symbols that are too old are forgotten: each
 * becomes some value.
 */
#include "domain/binding.h"

struct aging {
	struct value_map map;
	struct domain *domain;
	const struct state *before;	/* as it was */
	const void *site;
	const struct place *place;	/* the place whose value is rewritten now, or NULL */
	struct state result;
	bool take_away;		/* first pass: what has another name from now on goes */
};

/* What is looked for in a state: one symbol, or all that name a site. */
struct symbol_search {
	struct domain *domain;
	const void *site;
	const struct value *symbol;	/* NULL: those of the site */
};

static bool is_wanted(const struct value *symbol, void *context)
{
	const struct symbol_search *search = context;

	return search->symbol ? symbol == search->symbol : symbol->symbol->site == search->site;
}

static bool region_names_it(const struct region *region, struct symbol_search *search)
{
	for (; region; region = region->parent)
		if (region->value && value_any_symbol(region->value, is_wanted, search))
			return true;
	return false;
}

static bool value_names_it(const struct value *value, struct symbol_search *search)
{
	return (!search->symbol && value->epoch == search->site) ||
	       value_any_symbol(value, is_wanted, search);
}

static bool fact_is_free(uint32_t key, const void *set, void *context)
{
	struct symbol_search *search = context;

	(void)set;
	return !value_names_it(value_by_id(search->domain->values, key), search);
}

static bool value_is_free(uint32_t key, const void *value, void *context)
{
	(void)key;
	return !value_names_it(value, context);
}

static bool region_is_free(uint32_t key, const void *contents, void *context)
{
	struct symbol_search *search = context;

	return !region_names_it(region_by_id(search->domain->values, key), search) &&
	       pmap_each(contents, value_is_free, search);
}

static bool targets_are_free(uint32_t key, const void *value, void *context)
{
	struct symbol_search *search = context;
	const struct pointees *targets = value;

	for (uint32_t i = 0; i < targets->count; i++)
		if (value_names_it(targets->at[i], search))
			return false;
	return !value_names_it(value_by_id(search->domain->values, key), search);
}

static bool names_it_anywhere(const struct state *state, struct symbol_search search)
{
	return !pmap_each(state->facts, fact_is_free, &search) ||
	       !pmap_each(state->targets, targets_are_free, &search) ||
	       !pmap_each(state->memory, region_is_free, &search) ||
	       !pmap_each(state->temps, value_is_free, &search) ||
	       !pmap_each(state->locks, fact_is_free, &search);
}

/*
 * Some value, of the place that is rewritten and in place of SYMBOL. The state may still hold the
 * one that stood for it before: so the first number is taken that it does not name.
 */
static const struct value *forget_symbol(struct aging *aging, const struct value *symbol)
{
	struct symbol some = { .kind = SYMBOL_JOIN, .place = aging->place, .site = symbol->symbol };
	const struct value *value;

	do {
		value = value_symbol(aging->domain->values, &some, symbol->width);
		some.index++;
	} while (names_it_anywhere(aging->before, (struct symbol_search){
			.domain = aging->domain, .symbol = value }));
	return value;
}

static const struct value *age_symbol(struct value_map *map, const struct value *value)
{
	struct aging *aging = map->context;
	struct symbol symbol = *value->symbol;

	if (symbol.site != aging->site)
		return value;
	const struct value *aged;

	if (++symbol.age <= aging->domain->rounds) {
		aged = value_symbol(map->values, &symbol, value->width);
	} else {
		if (!aging->place)
			return NULL;
		aged = forget_symbol(aging, value);
		state_point_somewhere(aging->domain, aging->before, &aging->result, value, aged);
	}
	/* the new name has the dependencies of the old one */
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
	if (aging->take_away) {
		aging->result.facts = pmap_remove(aging->domain->arena, aging->result.facts, key);
		if (!new && aging->domain->forgot)
			aging->domain->forgot(aging->domain, &aging->result, old);
	} else if (new && (new->kind == VALUE_SYMBOL || new->kind == VALUE_OPERATION)) {
		aging->result.facts = pmap_set(aging->domain->arena, aging->result.facts,
					       new->id, set);
	}
	return true;
}

static const struct value *age_value(struct aging *aging, const struct value *old,
				     const struct place *place)
{
	aging->place = place;
	const struct value *new = value_rewrite(&aging->map, old);

	if (new && new->kind == VALUE_FILL && new->epoch == aging->site)
		new = value_fill_moved(aging->domain->values, new, new->region, new->offset, old);
	return new;
}

struct contents_aging {
	struct aging *aging;
	const struct region *region;
	int64_t shift;		/* bytes by which the contents move */
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
	set_contents(aging->domain, &aging->result, c->region, contents);
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
	if (aging->take_away) {
		if (c.moved)
			state_drop_region(aging->domain, &aging->result, region);
		return true;
	}
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

/* A target that is forgotten leaves a set that is not known. */
static bool age_targets(uint32_t key, const void *value, void *context)
{
	struct aging *aging = context;
	struct domain *domain = aging->domain;
	const struct pointees *old = value, *new;
	const struct value *symbol = value_by_id(domain->values, key), *aged;
	const struct value *targets[POINTEES_MAX];
	uint32_t count = 0;

	aging->place = NULL;
	aged = value_rewrite(&aging->map, symbol);
	if (aging->take_away) {
		if (aged != symbol)
			aging->result.targets = pmap_remove(domain->arena, aging->result.targets, key);
		return true;
	}
	if (!aged || aged->kind != VALUE_SYMBOL)
		return true;
	for (uint32_t i = 0; i < old->count; i++) {
		targets[count] = value_rewrite(&aging->map, old->at[i]);
		count += targets[count] != NULL;
	}
	new = pointees_get(domain->values, targets, count, old->more || count < old->count,
			   count < old->count ? POINTS_ANYWHERE : old->pointing);
	aging->result.targets = pmap_set(domain->arena, aging->result.targets, aged->id, new);
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
	if (aging->take_away) {
		aging->result.locks = pmap_remove(aging->domain->arena, aging->result.locks, key);
		return true;
	}
	struct lock *lock = arena_copy(aging->domain->arena, old, sizeof(*old));

	lock->address = address;
	aging->result.locks = pmap_set(aging->domain->arena, aging->result.locks,
				       address->id, lock);
	return true;
}

/* A new name may be the old one of something else: so all old names go before the new ones come. */
static void age_all(struct aging *aging)
{
	const struct state *before = aging->before;

	aging->take_away = true;
	pmap_each(before->facts, age_fact, aging);
	pmap_each(before->targets, age_targets, aging);
	pmap_each(before->memory, age_region, aging);
	pmap_each(before->locks, age_lock, aging);
	aging->take_away = false;
	pmap_each(before->facts, age_fact, aging);
	pmap_each(before->targets, age_targets, aging);
	pmap_each(before->memory, age_region, aging);
	pmap_each(before->temps, age_temp, aging);
	pmap_each(before->locks, age_lock, aging);
}

void state_age(struct domain *domain, struct state *state, const void *site)
{
	struct aging aging = {
		.map = { age_symbol, same_local, domain->values, site, NULL },
		.domain = domain, .site = site, .result = *state,
	};

	if (!names_it_anywhere(state, (struct symbol_search){ .domain = domain, .site = site }))
		return;
	const struct state before = *state;
	aging.before = &before;
	aging.map.context = &aging;
	age_all(&aging);
	*state = aging.result;
}
