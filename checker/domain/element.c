// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arrays at unknown indices. An element is a region of its own, named by its index. What its array holds
 * is what counts for it where no store named that index; a store to it may have hit each place of the
 * array that the range of the index includes, and elements of the array that have other names.
 */
#include "domain/binding.h"
#include "domain/value_make.h"

/* So many places of an array are looked at, or stored to, one by one. */
#define CELLS_MAX 16

static uint64_t cells_most(const struct window *window)
{
	return region_root(window->parent)->kind == REGION_POINTEE ? SPLIT_POINTEE_MAX : CELLS_MAX;
}

static uint64_t count_cells(const struct window *window)
{
	if (window->last < window->first)
		return 0;
	return window->stride ? (uint64_t)(window->last - window->first) / window->stride + 1 : 1;
}

/* The bits of the parent that PLACE, inside of an element, may be; from the first to the end of the last. */
static int64_t window_from(const struct window *window, const struct place *place)
{
	return window->first * 8 + place->offset;
}

static int64_t window_to(const struct window *window, const struct place *place)
{
	return window->last * 8 + place_end(place);
}

/* ---- loads ---- */

static void depends(struct domain *domain, const struct value *value, const struct value *x,
		    const struct value *y)
{
	if (domain->joined)
		domain->joined(domain, value, x, y);
}

/* Whether ELEMENT can begin at byte BEGIN of its parent. */
static bool can_begin(struct domain *domain, const struct state *state, const struct region *element,
		      int64_t begin)
{
	const struct intset *index = state_range(domain, state, element->value);

	return !element->stride || intset_is_empty(index) ||
	       intset_contains(index, (uint64_t)((begin - element->offset) / (int64_t)element->stride) &
			       width_mask(index->width));
}

/* PLACE of REGION is one of few cells. */
static const struct value *load_cells(struct domain *domain, const struct state *state,
				      const struct place *place, const struct region *region,
				      const struct window *window)
{
	const struct value *first = NULL, *value;
	uint64_t cells = count_cells(window), hash = 0;
	enum pointing pointing = POINTS_MIXED;
	bool same = true;

	for (uint64_t i = 0; i < cells; i++) {
		int64_t begin = window->first + (int64_t)(i * window->stride);

		if (!can_begin(domain, state, region, begin))
			continue;
		value = state_load(domain, state, window->parent, begin * 8 + place->offset, place->width,
				   place->field);
		same = same && (!first || value == first);
		first = first ? first : value;
		hash = hash_mix(hash, value->id);
		pointing = worse_pointing(pointing, pointing_of_content(domain, state, value));
	}
	if (same && first)
		return first;
	value = mixed_value(domain, place, hash, pointing);
	depends(domain, value, region->value, NULL);
	for (uint64_t i = 0; i < cells; i++)
		depends(domain, value, state_load(domain, state, window->parent,
			(window->first + (int64_t)(i * window->stride)) * 8 + place->offset,
			place->width, place->field), NULL);
	return value;
}

static bool is_one_fill(const struct bindings *found, int64_t from, int64_t to)
{
	return !found->scalars.count && found->fills.count == 1 &&
	       found->fills.data[0].place->offset <= from && place_end(found->fills.data[0].place) >= to;
}

/* Names what REGION holds, and what the arrays hold that it is an element of. */
static uint64_t hash_contents(const struct state *state, const struct region *region)
{
	uint64_t hash = 0;

	for (; region; region = region->kind == REGION_ELEMENT ? region->parent : NULL) {
		const struct pmap *contents = state_contents(state, region);

		hash = hash_mix(hash, contents ? contents->hash : 0);
	}
	return hash;
}

/* Keeps the scalars of ARRAY in FOUND that PLACE, somewhere below it, may meet, or with APART those that it cannot. */
static void keep_scalars(struct domain *domain, const struct state *state, struct bindings *found,
			 const struct region *array, const struct place *place, bool apart)
{
	struct extent accessed = extent_in(domain, state, array, place->region, place->offset, place_end(place));
	size_t kept = 0;

	vec_each(scalar, &found->scalars) {
		struct extent bound = { NULL, scalar->place->offset, place_end(scalar->place) };

		if (may_overlap(domain, state, &accessed, &bound) != apart)
			found->scalars.data[kept++] = *scalar;
	}
	found->scalars.count = kept;
}

/*
 * PLACE, in the element REGION of too many cells or inside of it, from what its parent holds; NULL:
 * nothing.
 */
static const struct value *load_one_of(struct domain *domain, const struct state *state,
				       const struct place *place, const struct region *region,
				       const struct window *window)
{
	const struct pmap *contents = state_contents(state, region->parent);
	bool outer = region != place->region;
	int64_t from = outer ? window->first * 8 : window_from(window, place);
	int64_t to = outer ? (int64_t)(UNBOUNDED_BITS / 2) : window_to(window, place);
	struct bindings found = find_overlaps(domain, contents, from, (uint64_t)(to - from));
	const struct value *value = NULL, *fill = NULL;
	enum pointing pointing = region_root(region)->kind == REGION_LOCAL ? POINTS_ANYWHERE : POINTS_MIXED;

	keep_scalars(domain, state, &found, window->parent, place, false);
	if (found.fills.count)
		fill = found.fills.data[0].value;
	vec_each(one, &found.fills)
		pointing = worse_pointing(pointing, pointing_of_content(domain, state, one->value));
	vec_each(one, &found.scalars)
		pointing = worse_pointing(pointing, pointing_of_content(domain, state, one->value));
	/* an index without a bound stays inside of the array, and so of its fill */
	if (is_one_fill(&found, from, to < (int64_t)UINT32_MAX * 8 ? to : from) && !fill->region)
		value = load_place(domain, state, place_get(domain->values, region->parent, from,
							     place->width, place->field));
	else if (found.scalars.count || found.fills.count)
		value = mixed_value(domain, place, hash_mix(hash_contents(state, region->parent),
							    region->value->id),
				    pointing);
	free_overlaps(&found);
	if (value && value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_MIXED)
		depends(domain, value, region->value, NULL);
	return value;
}

const struct value *load_element(struct domain *domain, const struct state *state,
				 const struct place *place)
{
	const struct region *region = place->region;
	const struct value *value = NULL;

	for (; region->kind == REGION_ELEMENT && !value; region = region->parent) {
		struct window window = window_of(domain, state, region);
		const struct pmap *contents = state_contents(state, window.parent);

		if (region == place->region && count_cells(&window) - 1 < cells_most(&window) &&
		    (contents || window.parent->kind == REGION_GLOBAL))
			return load_cells(domain, state, place, region, &window);
		value = load_one_of(domain, state, place, region, &window);
	}
	return value;
}

/* ---- stores ---- */

struct element_scan {
	struct domain *domain;
	struct state *state;
	const struct region *parent;	/* its elements are concerned, and theirs */
	const struct region *except;	/* the element that is written itself, or NULL */
	const struct place *place;	/* that is written */
	const struct value *value;	/* or NULL */
	const struct region *region;	/* whose bindings are visited */
	int64_t from, to;	/* concerned are elements that may begin in or reach into these bits */
	bool forgets;		/* the parent will say what they hold */
	const void *marker;	/* the epoch of what they hold then */
	enum pointing pointing;	/* the worst of what they hold then */
};

/* Whether REGION is an element of the parent, at any depth, that the store may have hit. */
static bool is_concerned(const struct element_scan *scan, const struct region *region)
{
	while (region->kind == REGION_ELEMENT && region->parent != scan->parent)
		region = region->parent;
	if (region->kind != REGION_ELEMENT || region == scan->except)
		return false;
	struct window window = window_of(scan->domain, scan->state, region);

	return window.first * 8 < scan->to &&
	       (window.last + (int64_t)window.stride) * 8 > scan->from;
}

static bool is_scalar(const struct place *place, const struct value *value)
{
	return value && value->kind != VALUE_FILL && place->width <= 64;
}

/* The store may have hit PLACE, which is bound in an element that it concerns. */
static void blur_bound(struct element_scan *scan, const struct place *place)
{
	struct domain *domain = scan->domain;
	struct state *state = scan->state;

	if (scan->forgets)
		set_contents(domain, state, scan->region, pmap_remove(domain->arena,
			     state_contents(state, scan->region), place->id));
	else
		fill_place(domain, state, scan->region, place->offset, place->width,
			   value_fill_mark(domain->values, scan->region, place->offset, scan->marker, scan->pointing));
}

static bool blur_binding(uint32_t key, const void *value, void *context)
{
	struct element_scan *scan = context;
	struct domain *domain = scan->domain;
	const struct place *bound = place_by_id(domain->values, key);
	struct extent written = extent_in(domain, scan->state, scan->parent, scan->place->region,
					  scan->place->offset, place_end(scan->place));
	struct extent other = extent_in(domain, scan->state, scan->parent, scan->region,
					bound->offset, place_end(bound));

	(void)value;
	if (may_overlap(domain, scan->state, &written, &other))
		blur_bound(scan, bound);
	return true;
}

static bool blur_element(uint32_t key, const void *contents, void *context)
{
	struct element_scan *scan = context;
	struct domain *domain = scan->domain;
	const struct place *place = scan->place;
	int64_t shift;

	scan->region = region_by_id(domain->values, key);
	if (!is_concerned(scan, scan->region))
		return true;
	if (is_scalar(place, scan->value) &&
	    is_twin(domain, scan->state, place->region, scan->region, &shift))
		bind_place(domain, scan->state, place_get(domain->values, scan->region,
			   place->offset - shift * 8, place->width, place->field), scan->value);
	else
		pmap_each(contents, blur_binding, scan);
	return true;
}

static bool weigh_binding(uint32_t key, const void *value, void *context)
{
	struct element_scan *scan = context;

	(void)key;
	scan->pointing = worse_pointing(scan->pointing, pointing_of_content(scan->domain, scan->state, value));
	return scan->pointing != POINTS_ANYWHERE;
}

/* Of what the elements hold by what REGION has, which may be one of them or the parent. */
static bool weigh_region(uint32_t key, const void *contents, void *context)
{
	struct element_scan *scan = context;
	const struct region *region = region_by_id(scan->domain->values, key);

	return (region != scan->parent && !is_concerned(scan, region)) || pmap_each(contents, weigh_binding, scan);
}

static enum pointing pointing_of_elements(struct element_scan *scan, const struct value *value)
{
	scan->pointing = value ? pointing_of_content(scan->domain, scan->state, value) : POINTS_ANYWHERE;
	/* of a variable it may be what the caller passed that is not bound */
	if (region_root(scan->parent)->kind == REGION_LOCAL && !state_contents(scan->state, scan->parent))
		scan->pointing = POINTS_ANYWHERE;
	pmap_each(scan->state->memory, weigh_region, scan);
	return scan->pointing;
}

static void blur_siblings(struct element_scan *scan)
{
	const struct place *place = scan->place;

	scan->pointing = pointing_of_elements(scan, scan->value);
	scan->marker = mark_epoch(scan->domain, scan->value, place->region->kind == REGION_ELEMENT ?
				  place->region->value : NULL);
	pmap_each(scan->state->memory, blur_element, scan);
}

/* The store was to one of few cells of the parent: each may hold VALUE now. */
static void store_cells(struct domain *domain, struct state *state, const struct place *place,
			const struct value *value, const struct window *window)
{
	for (uint64_t i = 0; i < count_cells(window); i++) {
		int64_t begin = window->first + (int64_t)(i * window->stride);
		const struct place *cell = place_get(domain->values, window->parent,
						     begin * 8 + place->offset, place->width, place->field);

		if (!can_begin(domain, state, place->region, begin))
			continue;
		const struct value *old = state_load(domain, state, window->parent, cell->offset,
						     cell->width, cell->field);

		bind_place(domain, state, cell, maybe_stored(domain, state, cell, old, value, place,
							     place->region->value));
	}
}

/* The store was somewhere into the bits of the scan. Cells that it cannot have hit stay as they are. */
static void blur_cells(const struct element_scan *scan)
{
	struct domain *domain = scan->domain;
	struct state before = *scan->state;
	uint64_t width = (uint64_t)(scan->to - scan->from);
	struct bindings kept = find_overlaps(domain, state_contents(&before, scan->parent), scan->from, width);

	keep_scalars(domain, &before, &kept, scan->parent, scan->place, true);
	fill_place(domain, scan->state, scan->parent, scan->from, width,
		   value_fill_mark(domain->values, scan->parent, scan->from, scan->marker, scan->pointing));
	vec_each(scalar, &kept.scalars)
		bind_place(domain, scan->state, scalar->place, scalar->value);
	free_overlaps(&kept);
}

void blur_elements(struct domain *domain, struct state *state, const struct place *place,
		   const struct value *value)
{
	const struct region *written = place->region;
	struct element_scan scan = {
		.domain = domain, .state = state, .parent = written, .place = place, .value = value,
		.from = place->offset, .to = place_end(place),
	};

	if (region_has_elements(written))
		blur_siblings(&scan);
	scan.forgets = true;
	for (; written->kind == REGION_ELEMENT; written = written->parent) {
		struct window window = window_of(domain, state, written);
		bool outer = written != place->region;

		/* of an element inside of WRITTEN any bits may be meant */
		scan.parent = written->parent;
		scan.except = written;
		scan.from = outer ? window.first * 8 : window_from(&window, place);
		scan.to = outer ? (int64_t)(UNBOUNDED_BITS / 2) : window_to(&window, place);
		blur_siblings(&scan);
		if (!outer && count_cells(&window) - 1 < cells_most(&window) && is_scalar(place, value))
			store_cells(domain, state, place, value, &window);
		else
			blur_cells(&scan);
	}
}
