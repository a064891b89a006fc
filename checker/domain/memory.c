// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of a state. A store makes room for itself, so that scalar bindings of a region do
 * not overlap each other; nor do fills. A scalar inside a fill is newer than the fill. After a
 * join scalars may overlap: then both describe the same bits.
 */
#include "base/map.h"
#include "domain/state.h"

/* Reaches past the end of any object. */
#define UNBOUNDED_BITS ((uint64_t)1 << 42)

struct binding {
	const struct place *place;
	const struct value *value;
};

struct bindings {
	struct domain *domain;
	int64_t from, to;	/* the bits to look at */
	VEC(struct binding) scalars;
	VEC(struct binding) fills;
};

static int64_t place_end(const struct place *place)
{
	return place->offset + (int64_t)place->width;
}

static bool collect(uint32_t key, const void *value, void *context)
{
	struct bindings *found = context;
	const struct place *place = place_by_id(found->domain->values, key);
	const struct value *v = value;

	if (place->offset >= found->to || place_end(place) <= found->from)
		return true;
	if (v->kind == VALUE_FILL)
		vec_push(&found->fills, (struct binding){ place, v });
	else
		vec_push(&found->scalars, (struct binding){ place, v });
	return true;
}

static struct bindings find_overlaps(struct domain *domain, const struct pmap *contents,
				     int64_t offset, uint64_t width)
{
	struct bindings found = { .domain = domain, .from = offset,
				  .to = offset + (int64_t)width };

	pmap_each(contents, collect, &found);
	return found;
}

static void free_overlaps(struct bindings *found)
{
	vec_free(&found->scalars);
	vec_free(&found->fills);
}

const struct pmap *state_contents(const struct state *state, const struct region *region)
{
	return pmap_get(state->memory, region->id);
}

static void set_contents(struct domain *domain, struct state *state, const struct region *region,
			 const struct pmap *contents)
{
	if (contents)
		state->memory = pmap_set(domain->arena, state->memory, region->id, contents);
	else
		state->memory = pmap_remove(domain->arena, state->memory, region->id);
}

/* ---- loads ---- */

static const struct value *memory_symbol(struct domain *domain, const struct place *place,
					 const void *site)
{
	struct symbol symbol = { .kind = SYMBOL_MEMORY, .place = place, .site = site };

	return value_symbol(domain->values, &symbol, (uint32_t)place->width);
}

static const struct value *read_fill(struct domain *domain, const struct state *state,
				     const struct binding *fill, const struct place *place)
{
	const struct value *v = fill->value;

	if (v->fill_zero)
		return value_const(domain->values, (uint32_t)place->width, 0);
	if (v->fill_indeterminate) {
		struct symbol symbol = { .kind = SYMBOL_INDETERMINATE, .place = place };

		return value_symbol(domain->values, &symbol, (uint32_t)place->width);
	}
	int64_t delta = place->offset - fill->place->offset;
	const struct place *source = place_get(domain->values, v->region, v->offset + delta,
					       place->width, place->field);
	return domain->unbound(domain, state, source, v->epoch);
}

/*
 * Whether FILL covers every element that REGION, at an unknown index, may be. Of an index
 * without a bound only the beginning is asked: it stays inside of the array, and a fill that
 * begins before the array seldom ends inside of it.
 */
static bool covers_elements(struct domain *domain, const struct state *state,
			    const struct binding *fill, const struct region *region)
{
	const struct intset *index = state_range(domain, state, region->value);
	uint64_t last = index->count ? index->ranges[index->count - 1].high : 0;

	if (fill->place->offset > region->offset * 8)
		return false;
	return last >= UINT32_MAX || region->stride > UINT16_MAX ||
	       place_end(fill->place) >= (region->offset + (int64_t)((last + 1) * region->stride)) * 8;
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

/* PLACE of REGION, an element at an unknown index, from what its parent holds; NULL: nothing. */
static const struct value *load_one_of(struct domain *domain, const struct state *state,
				       const struct place *place, const struct region *region)
{
	const struct pmap *contents = state_contents(state, region->parent);
	struct bindings found = find_overlaps(domain, contents, region->offset * 8, UNBOUNDED_BITS);
	/* the hash names the contents of now; a pointer would not be the same in the next round */
	const void *now = (const void *)(uintptr_t)hash_contents(state, region->parent);
	const struct binding *fill = found.fills.data;
	const struct value *value = NULL;

	if (found.scalars.count || found.fills.count > 1)
		value = memory_symbol(domain, place, now);
	else if (!found.fills.count)
		value = NULL;
	else if (fill->value->region)	/* a copy: the index says nothing of its source */
		value = memory_symbol(domain, place, fill->value->epoch ? fill->value->epoch : fill->value);
	else if (fill->value->fill_zero && !covers_elements(domain, state, fill, region))
		value = memory_symbol(domain, place, now);
	else
		value = read_fill(domain, state, fill, place);
	free_overlaps(&found);
	return value;
}

/*
 * Loads an element at an unknown index that no store named by that index: it may be any of
 * the parent's elements, and where the parent is such an element itself, of its parent's.
 */
static const struct value *load_element(struct domain *domain, const struct state *state,
					const struct place *place)
{
	const struct region *region = place->region;
	const struct value *value = NULL;

	for (; region->kind == REGION_ELEMENT && !value; region = region->parent)
		value = load_one_of(domain, state, place, region);
	return value ? value : domain->unbound(domain, state, place, state->epoch);
}

static const struct value *operate(struct domain *domain, enum ir_opcode opcode,
				   const struct value *a, const struct value *b, uint32_t width)
{
	return value_operation(domain->values, opcode, a, b, width, NULL);
}

/* VALUE as WIDTH bits: a truth value has one bit, and its place eight. */
static const struct value *widen_to(struct domain *domain, const struct value *value,
				    uint32_t width)
{
	if (value->width >= width)
		return value;
	return operate(domain, IR_ZEXT, value, NULL, width);
}

/* Bits of the scalar BINDING that lie in PLACE, which it covers whole. */
static const struct value *extract(struct domain *domain, const struct binding *binding,
				   int64_t offset, uint64_t width)
{
	uint32_t whole = (uint32_t)binding->place->width;
	const struct value *value = widen_to(domain, binding->value, whole);
	uint64_t shift = (uint64_t)(offset - binding->place->offset);

	if (shift)
		value = operate(domain, IR_LSHR, value,
				value_const(domain->values, whole, shift), whole);
	return operate(domain, IR_TRUNC, value, NULL, (uint32_t)width);
}

/* BASE, the value of PLACE, with PIECE in place of its bits FROM..FROM+BITS of the region. */
static const struct value *put_over(struct domain *domain, const struct place *place,
				    const struct value *base, const struct value *piece,
				    int64_t from, uint32_t bits)
{
	struct values *values = domain->values;
	uint32_t width = (uint32_t)place->width;
	uint64_t shift = (uint64_t)(from - place->offset);
	uint64_t mask = width_mask(bits) << shift;

	piece = operate(domain, IR_SHL, widen_to(domain, piece, width),
			value_const(values, width, shift), width);
	base = operate(domain, IR_AND, base, value_const(values, width, ~mask), width);
	return operate(domain, IR_OR, base, piece, width);
}

/* Returns how many bits PLACE and PART have in common, in *FROM the first. */
static uint32_t common_bits(const struct place *place, const struct place *part, int64_t *from)
{
	int64_t to = place_end(part) < place_end(place) ? place_end(part) : place_end(place);

	*from = part->offset > place->offset ? part->offset : place->offset;
	return (uint32_t)(to - *from);
}

/* BASE with the scalars in place of their bits. */
static const struct value *compose(struct domain *domain, const struct place *place,
				   const struct value *base, const struct bindings *found)
{
	for (size_t i = 0; i < found->scalars.count; i++) {
		const struct binding *part = &found->scalars.data[i];
		int64_t from;
		uint32_t bits = common_bits(place, part->place, &from);

		base = put_over(domain, place, base, extract(domain, part, from, bits), from, bits);
	}
	return base;
}

/*
 * Loads PLACE, which fills cover in part. A single symbol for it would be wrong: its name
 * would not say which parts are filled.
 */
static const struct value *compose_fills(struct domain *domain, const struct state *state,
					 const struct place *place, const struct bindings *found)
{
	const struct value *base = place->region->kind == REGION_ELEMENT ?
		load_element(domain, state, place) :
		domain->unbound(domain, state, place, state->epoch);

	base = widen_to(domain, base, (uint32_t)place->width);
	for (size_t i = 0; i < found->fills.count; i++) {
		const struct binding *fill = &found->fills.data[i];
		int64_t from;
		uint32_t bits = common_bits(place, fill->place, &from);
		const struct place *part = place_get(domain->values, place->region, from, bits, NULL);

		base = put_over(domain, place, base, read_fill(domain, state, fill, part), from, bits);
	}
	return base;
}

static const struct value *load_without_scalars(struct domain *domain, const struct state *state,
						const struct place *place,
						const struct bindings *found)
{
	for (size_t i = 0; i < found->fills.count; i++) {
		const struct binding *fill = &found->fills.data[i];

		if (fill->place->offset <= place->offset &&
		    place_end(fill->place) >= place_end(place))
			return read_fill(domain, state, fill, place);
	}
	if (found->fills.count && place->width <= 64)
		return compose_fills(domain, state, place, found);
	if (found->fills.count)
		return memory_symbol(domain, place, found->fills.data[0].value);
	if (place->region->kind == REGION_ELEMENT)
		return load_element(domain, state, place);
	return domain->unbound(domain, state, place, state->epoch);
}

const struct value *state_load(struct domain *domain, const struct state *state,
			       const struct region *region, int64_t offset, uint64_t width,
			       const struct ir_field *field)
{
	const struct place *place = place_get(domain->values, region, offset, width, field);
	const struct pmap *contents = state_contents(state, region);
	const struct value *exact = pmap_get(contents, place->id), *value;

	if (exact && exact->kind != VALUE_FILL)
		return exact;
	struct bindings found = find_overlaps(domain, contents, offset, width);

	if (found.scalars.count == 1 && found.scalars.data[0].place->offset <= offset &&
	    place_end(found.scalars.data[0].place) >= place_end(place)) {
		value = extract(domain, &found.scalars.data[0], offset, width);
	} else {
		value = load_without_scalars(domain, state, place, &found);
		if (width <= 64)
			value = compose(domain, place, widen_to(domain, value, (uint32_t)width),
					&found);
	}
	free_overlaps(&found);
	return value;
}

/* ---- stores ---- */

/* Binds the part of BINDING in FROM..TO on its own. */
static const struct pmap *keep_piece(struct domain *domain, const struct pmap *contents,
				     const struct binding *binding, int64_t from, int64_t to)
{
	const struct place *place = binding->place;
	const struct value *value = binding->value;

	if (from >= to)
		return contents;
	const struct place *piece = place_get(domain->values, place->region, from,
					      (uint64_t)(to - from), NULL);
	if (value->kind != VALUE_FILL)
		value = extract(domain, binding, from, (uint64_t)(to - from));
	else if (pmap_get(contents, piece->id))
		return contents;	/* a newer scalar hides all of the piece */
	else if (value->region)
		value = value_fill_copy(domain->values, value->region,
					value->offset + from - place->offset, value->epoch);
	return pmap_set(domain->arena, contents, piece->id, value);
}

/* CONTENTS without offset..offset+width of the scalars, and with FILLS of the fills. */
static const struct pmap *cut_out(struct domain *domain, const struct pmap *contents,
				  int64_t offset, uint64_t width, bool fills)
{
	struct bindings found = find_overlaps(domain, contents, offset, width);
	int64_t end = offset + (int64_t)width;

	vec_each(b, &found.scalars) {
		contents = pmap_remove(domain->arena, contents, b->place->id);
		contents = keep_piece(domain, contents, b, b->place->offset, offset);
		contents = keep_piece(domain, contents, b, end, place_end(b->place));
	}
	vec_each(b, &found.fills) {
		if (!fills)
			break;
		contents = pmap_remove(domain->arena, contents, b->place->id);
		contents = keep_piece(domain, contents, b, b->place->offset, offset);
		contents = keep_piece(domain, contents, b, end, place_end(b->place));
	}
	free_overlaps(&found);
	return contents;
}

static void fill_raw(struct domain *domain, struct state *state, const struct region *region,
		     int64_t offset, uint64_t width, const struct value *fill)
{
	const struct pmap *contents = cut_out(domain, state_contents(state, region), offset,
					      width, true);
	const struct place *place = place_get(domain->values, region, offset, width, NULL);

	set_contents(domain, state, region,
		     pmap_set(domain->arena, contents, place->id, fill));
}

struct element_scan {
	struct domain *domain;
	struct state *state;
	const struct region *parent;	/* its elements are concerned, and theirs */
	const struct region *except;	/* the element that is written itself, or NULL */
	int64_t end;		/* concerned are elements that begin below this bit */
	bool forgets;		/* the parent will say of them that they are not known */
	const void *marker;
	uint64_t hash;
};

/* Whether REGION is an element of the parent, at any depth, that the store may have hit. */
static bool is_concerned(const struct element_scan *scan, const struct region *region)
{
	while (region->kind == REGION_ELEMENT && region->parent != scan->parent)
		region = region->parent;
	return region->kind == REGION_ELEMENT && region != scan->except &&
	       region->offset * 8 < scan->end;
}

static bool hash_element(uint32_t key, const void *contents, void *context)
{
	struct element_scan *scan = context;

	if (is_concerned(scan, region_by_id(scan->domain->values, key)))
		scan->hash = hash_mix(hash_mix(scan->hash, key), ((const struct pmap *)contents)->hash);
	return true;
}

static bool blur_element(uint32_t key, const void *value, void *context)
{
	struct element_scan *scan = context;
	const struct region *region = region_by_id(scan->domain->values, key);

	(void)value;
	if (!is_concerned(scan, region))
		return true;
	if (scan->forgets)
		scan->state->memory = pmap_remove(scan->domain->arena, scan->state->memory, key);
	else
		fill_raw(scan->domain, scan->state, region, 0, UNBOUNDED_BITS,
			 value_fill_copy(scan->domain->values, region, 0, scan->marker));
	return true;
}

/*
 * Names a store of VALUE to PLACE. What it leaves in other elements follows from the name: so
 * the name has all that they held before, and where nothing says so, what their parents said.
 */
static const void *name_store(struct element_scan *scan, const struct place *place,
			      const struct value *value)
{
	scan->hash = hash_mix(hash_mix(place->id, value->id),
			      hash_contents(scan->state, scan->parent));
	scan->hash = hash_mix(scan->hash, (uint64_t)(uintptr_t)scan->state->epoch);
	pmap_each(scan->state->memory, hash_element, scan);
	return (const void *)(uintptr_t)(scan->hash | 1);	/* NULL is the epoch of the entry */
}

static void blur_elements(struct element_scan *scan, const struct place *place,
			  const struct value *value)
{
	scan->marker = name_store(scan, place, value);
	pmap_each(scan->state->memory, blur_element, scan);
}

/*
 * A store of VALUE to PLACE may have hit elements of the same arrays under other indices:
 * forgets those.
 */
static void blur_aliases(struct domain *domain, struct state *state, const struct place *place,
			 const struct value *value)
{
	const struct region *written = place->region;
	struct element_scan scan = {
		.domain = domain, .state = state, .parent = written, .end = place_end(place),
	};

	if (region_has_elements(written))
		blur_elements(&scan, place, value);
	scan.end = INT64_MAX;
	scan.forgets = true;
	for (; written->kind == REGION_ELEMENT; written = written->parent) {
		const struct region *parent = written->parent;

		scan.parent = parent;
		scan.except = written;
		blur_elements(&scan, place, value);
		fill_raw(domain, state, parent, written->offset * 8, UNBOUNDED_BITS,
			 value_fill_copy(domain->values, parent, written->offset * 8, scan.marker));
	}
}

void state_store(struct domain *domain, struct state *state, const struct region *region,
		 int64_t offset, uint64_t width, const struct ir_field *field,
		 const struct value *value)
{
	const struct place *place = place_get(domain->values, region, offset, width, field);

	blur_aliases(domain, state, place, value);
	const struct pmap *contents = cut_out(domain, state_contents(state, region), offset,
					      width, false);
	set_contents(domain, state, region,
		     pmap_set(domain->arena, contents, place->id, value));
}

void state_fill(struct domain *domain, struct state *state, const struct region *region,
		int64_t offset, uint64_t width, const struct value *fill)
{
	const struct place *place = place_get(domain->values, region, offset, width, NULL);

	blur_aliases(domain, state, place, fill);
	fill_raw(domain, state, region, offset, width, fill);
}

void state_copy(struct domain *domain, struct state *state,
		const struct region *to, int64_t to_offset,
		const struct region *from, int64_t from_offset, uint64_t width)
{
	struct bindings found = find_overlaps(domain, state_contents(state, from), from_offset,
					      width);
	int64_t end = from_offset + (int64_t)width, shift = to_offset - from_offset;
	const struct value *rest = value_fill_copy(domain->values, from, from_offset,
						   state->epoch);

	if (from == to && from_offset == to_offset) {
		free_overlaps(&found);
		return;
	}
	/* a small aggregate, such as a union of a flag and a pointer, is one value */
	if (width <= 64 && !(width & (width - 1)) && found.fills.count + found.scalars.count <= 1) {
		free_overlaps(&found);
		state_store(domain, state, to, to_offset, width, NULL,
			    state_load(domain, state, from, from_offset, width, NULL));
		return;
	}
	state_fill(domain, state, to, to_offset, width, rest);
	vec_each(b, &found.fills) {
		int64_t low = b->place->offset > from_offset ? b->place->offset : from_offset;
		int64_t high = place_end(b->place) < end ? place_end(b->place) : end;
		const struct value *fill = b->value;

		if (fill->region)
			fill = value_fill_copy(domain->values, fill->region,
					       fill->offset + low - b->place->offset,
					       fill->epoch);
		fill_raw(domain, state, to, low + shift, (uint64_t)(high - low), fill);
	}
	vec_each(b, &found.scalars) {
		int64_t low = b->place->offset > from_offset ? b->place->offset : from_offset;
		int64_t high = place_end(b->place) < end ? place_end(b->place) : end;
		const struct value *value = b->value;

		if (low != b->place->offset || high != place_end(b->place))
			value = extract(domain, b, low, (uint64_t)(high - low));
		state_store(domain, state, to, low + shift, (uint64_t)(high - low),
			    b->place->field, value);
	}
	free_overlaps(&found);
}

void state_drop_region(struct domain *domain, struct state *state, const struct region *region)
{
	state->memory = pmap_remove(domain->arena, state->memory, region->id);
}
