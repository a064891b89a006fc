// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of a state. A store makes room for itself, so that scalar bindings of a region do
 * not overlap each other; nor do fills. A scalar inside a fill is newer than the fill. After a
 * join scalars may overlap: then both describe the same bits.
 */
#include "domain/binding.h"

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

struct bindings find_overlaps(struct domain *domain, const struct pmap *contents,
				     int64_t offset, uint64_t width)
{
	struct bindings found = { .domain = domain, .from = offset,
				  .to = offset + (int64_t)width };

	pmap_each(contents, collect, &found);
	return found;
}

void free_overlaps(struct bindings *found)
{
	vec_free(&found->scalars);
	vec_free(&found->fills);
}

const struct pmap *state_contents(const struct state *state, const struct region *region)
{
	return pmap_get(state->memory, region->id);
}

void set_contents(struct domain *domain, struct state *state, const struct region *region,
		  const struct pmap *contents)
{
	if (contents && (state_pointing(domain, state, region) != POINTS_APART ||
			 is_loaded_from_element(region_root(region))))
		note_wild(domain, state, region);
	if (contents)
		state->memory = pmap_set(domain->arena, state->memory, region->id, contents);
	else
		state->memory = pmap_remove(domain->arena, state->memory, region->id);
}

/* ---- loads ---- */

static bool is_mark(const void *epoch)
{
	return (uintptr_t)epoch & 1;
}

/* Of the worst pointer that FILL may hold. */
static enum pointing pointing_of_fill(const struct value *fill)
{
	if (fill->fill_zero || fill->fill_indeterminate)
		return POINTS_MIXED;
	if (value_fill_is_vague(fill))
		return worse_pointing((enum pointing)fill->fill_pointing, POINTS_MIXED);
	/* of a variable it may be what the caller passed */
	return region_root(fill->region)->kind == REGION_LOCAL ? POINTS_ANYWHERE : POINTS_MIXED;
}

enum pointing pointing_of_content(struct domain *domain, const struct state *state,
				  const struct value *value)
{
	const struct region *root;

	switch (value->kind) {
	case VALUE_CONST:
		return POINTS_MIXED;
	case VALUE_SYMBOL:
		return worse_pointing(state_symbol_pointing(domain, state, value), POINTS_MIXED);
	case VALUE_ADDRESS:
		root = region_root(value->region);
		return root->kind == REGION_LOCAL ? POINTS_ANYWHERE :
			worse_pointing(state_pointing(domain, state, root), POINTS_MIXED);
	case VALUE_FILL:
		return pointing_of_fill(value);
	default:
		return POINTS_ANYWHERE;
	}
}

void domain_at(struct domain *domain, const void *site)
{
	domain->site = site;
	intmap_free(&domain->mixtures);
	intmap_free(&domain->mixed_places);
}

void domain_end(struct domain *domain)
{
	intmap_free(&domain->equalities);
	domain_at(domain, NULL);
}

/*
 * Which of the symbols for PLACE is the mixture MARK. The number, and no hash, is in the symbol's name:
 * so states that came to a site on different ways have the same name for what neither of them knows.
 */
static uint32_t number_of_mixture(struct domain *domain, const struct place *place, uint64_t mark)
{
	uint64_t key = hash_mix(place->id, mark);
	uintptr_t number = (uintptr_t)intmap_get(&domain->mixtures, key);

	if (number)
		return (uint32_t)number - 1;
	number = (uintptr_t)intmap_get(&domain->mixed_places, place->id);
	intmap_set(&domain->mixed_places, place->id, (void *)(number + 1));
	intmap_set(&domain->mixtures, key, (void *)(number + 1));
	return (uint32_t)number;
}

const struct value *mixed_value(struct domain *domain, const struct place *place, uint64_t mark,
				enum pointing pointing)
{
	struct symbol symbol = { .kind = SYMBOL_MIXED, .place = place, .site = domain->site };

	symbol.index = number_of_mixture(domain, place, mark) * POINTING_COUNT + pointing;
	domain->mixed++;
	return value_symbol(domain->values, &symbol, (uint32_t)place->width);
}

/* What PLACE has of the copy FILL, of which it is only known where it was made. */
static const struct value *read_mark(struct domain *domain, const struct state *state,
				     const struct place *place, const struct value *fill)
{
	uint64_t now = state->memory ? state->memory->hash : 0;
	struct symbol symbol = { .kind = SYMBOL_MIXED, .place = place, .site = domain->site };

	symbol.mark = (uint64_t)(uintptr_t)fill->epoch;
	symbol.index = number_of_mixture(domain, place, hash_mix(symbol.mark, now)) * POINTING_COUNT +
		pointing_of_fill(fill);
	domain->mixed++;
	return value_symbol(domain->values, &symbol, (uint32_t)place->width);
}

const struct value *maybe_stored(struct domain *domain, const struct state *state,
				 const struct place *place, const struct value *old, const struct value *value,
				 const struct place *stored, const struct value *pointer)
{
	if (old == value)
		return old;
	uint64_t mark = hash_mix(hash_mix(old->id, value->id), stored->id);
	enum pointing pointing = worse_pointing(pointing_of_content(domain, state, old),
						pointing_of_content(domain, state, value));
	const struct value *mixed = mixed_value(domain, place, mark, pointing);

	if (domain->joined)
		domain->joined(domain, mixed, old, value->kind == VALUE_FILL ? NULL : value);
	if (domain->joined && pointer)
		domain->joined(domain, mixed, pointer, NULL);
	return mixed;
}

/* An odd address is no instruction's and no block's. */
const void *mark_epoch(struct domain *domain, const struct value *x, const struct value *y)
{
	const void *mark = (const void *)((uintptr_t)domain->site | 1);

	if (domain->marked)
		domain->marked(domain, mark, x && x->kind != VALUE_FILL ? x : NULL, y);
	return mark;
}

/* What PLACE has of the fill JOINED: one value, as long as nothing is joined at its block again. */
static const struct value *read_joined(struct domain *domain, const struct place *place, const struct value *joined)
{
	struct symbol symbol = { .kind = SYMBOL_MIXED, .place = place, .site = joined->epoch,
				 .index = joined->fill_pointing, .mark = (uint64_t)(uintptr_t)joined->epoch };

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

		symbol.index = pmap_get(state->escaped, region_root(place->region)->id) != NULL;
		return value_symbol(domain->values, &symbol, (uint32_t)place->width);
	}
	int64_t delta = place->offset - fill->place->offset;
	const struct place *source = place_get(domain->values, v->region, v->offset + delta,
					       place->width, place->field);
	if (v->fill_joined)
		return read_joined(domain, source, v);
	if (is_mark(v->epoch))
		return read_mark(domain, state, source, v);
	return domain->unbound(domain, state, source, v->epoch);
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

/*
 * Whether COUNT PARTS have all bits of PLACE. What it held before must not be named then: it counts no more, though it
 * may be unknown.
 */
static bool is_covered(const struct place *place, const struct binding *parts, size_t count)
{
	uint64_t covered = 0;
	int64_t from;

	for (size_t i = 0; i < count && place->width <= 64; i++) {
		uint32_t bits = common_bits(place, parts[i].place, &from);

		covered |= width_mask(bits) << (from - place->offset);
	}
	return covered == width_mask((uint32_t)place->width);
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

/* The last opaque effect of STATE that can have changed REGION; NULL: none has. */
static const void *epoch_of(struct domain *domain, const struct state *state, const struct region *region)
{
	const struct region *root = region_root(region);

	return root->kind == REGION_LOCAL && !is_exposed(domain, state, root) ? NULL : state->epoch;
}

/* What PLACE holds that its region does not bind. */
static const struct value *load_unbound(struct domain *domain, const struct state *state,
					const struct place *place)
{
	const struct value *value = NULL;

	if (place->region->kind == REGION_ELEMENT)
		value = load_element(domain, state, place);
	if (!value)
		value = domain->unbound(domain, state, place, epoch_of(domain, state, place->region));
	return load_alias(domain, state, place, value);
}

/*
 * Loads PLACE, which fills cover in part. A single symbol for it would be wrong: its name
 * would not say which parts are filled.
 */
static const struct value *compose_fills(struct domain *domain, const struct state *state,
					 const struct place *place, const struct bindings *found)
{
	uint32_t width = (uint32_t)place->width;
	const struct value *base = is_covered(place, found->fills.data, found->fills.count) ?
		value_const(domain->values, width, 0) : load_unbound(domain, state, place);

	base = widen_to(domain, base, width);
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
			return load_alias(domain, state, place, read_fill(domain, state, fill, place));
	}
	if (found->fills.count && place->width <= 64)
		return compose_fills(domain, state, place, found);
	if (found->fills.count)
		return mixed_value(domain, place, found->fills.data[0].value->hash, POINTS_ANYWHERE);
	return load_unbound(domain, state, place);
}

static bool is_mixed(const struct value *value)
{
	return value->kind == VALUE_SYMBOL && value->symbol->kind == SYMBOL_MIXED;
}

const struct value *load_place(struct domain *domain, const struct state *state,
			       const struct place *place)
{
	const struct pmap *contents = state_contents(state, place->region);
	const struct value *exact = pmap_get(contents, place->id), *value;

	if (exact && exact->kind != VALUE_FILL && !is_mixed(exact))
		return exact;
	value = load_twin(domain, state, place);
	if (value || (exact && exact->kind != VALUE_FILL))
		return value ? value : exact;
	struct bindings found = find_overlaps(domain, contents, place->offset, place->width);

	if (found.scalars.count == 1 && found.scalars.data[0].place->offset <= place->offset &&
	    place_end(found.scalars.data[0].place) >= place_end(place)) {
		value = extract(domain, &found.scalars.data[0], place->offset, place->width);
	} else {
		value = is_covered(place, found.scalars.data, found.scalars.count) ?
			value_const(domain->values, (uint32_t)place->width, 0) :
			load_without_scalars(domain, state, place, &found);
		if (place->width <= 64)
			value = compose(domain, place, widen_to(domain, value, (uint32_t)place->width),
					&found);
	}
	free_overlaps(&found);
	return value;
}

const struct value *state_load(struct domain *domain, const struct state *state,
			       const struct region *region, int64_t offset, uint64_t width,
			       const struct ir_field *field)
{
	int64_t shift;

	region = state_resolve(domain, state, region, &shift);
	return load_place(domain, state, place_get(domain->values, region, offset + shift * 8, width,
						   field));
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
		value = value_fill_moved(domain->values, value, value->region,
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

void fill_place(struct domain *domain, struct state *state, const struct region *region,
		int64_t offset, uint64_t width, const struct value *fill)
{
	const struct pmap *contents = cut_out(domain, state_contents(state, region), offset,
					      width, true);
	const struct place *place = place_get(domain->values, region, offset, width, NULL);

	set_contents(domain, state, region,
		     pmap_set(domain->arena, contents, place->id, fill));
}

void bind_place(struct domain *domain, struct state *state, const struct place *place,
		const struct value *value)
{
	const struct pmap *contents = cut_out(domain, state_contents(state, place->region),
					      place->offset, place->width, false);

	set_contents(domain, state, place->region,
		     pmap_set(domain->arena, contents, place->id, value));
}

void state_store(struct domain *domain, struct state *state, const struct region *region,
		 int64_t offset, uint64_t width, const struct ir_field *field,
		 const struct value *value)
{
	int64_t shift;

	region = state_resolve(domain, state, region, &shift);
	const struct place *place = place_get(domain->values, region, offset + shift * 8, width, field);

	blur_elements(domain, state, place, value);
	blur_aliases(domain, state, place, value);
	bind_place(domain, state, place, value);
}

void state_fill(struct domain *domain, struct state *state, const struct region *region,
		int64_t offset, uint64_t width, const struct value *fill)
{
	int64_t shift;

	region = state_resolve(domain, state, region, &shift);
	offset += shift * 8;
	const struct place *place = place_get(domain->values, region, offset, width, NULL);

	blur_elements(domain, state, place, fill);
	blur_aliases(domain, state, place, fill);
	fill_place(domain, state, region, offset, width, fill);
}

struct copying {
	struct domain *domain;
	struct state *state;
	const struct state *source;	/* in which FROM is read */
	const struct region *to, *from;
	int64_t to_offset, from_offset;
	uint64_t width;
};

/* The bits of PART that are copied, in *WIDTH their number. */
static int64_t common_part(const struct copying *c, const struct place *part, uint64_t *width)
{
	int64_t end = c->from_offset + (int64_t)c->width;
	int64_t low = part->offset > c->from_offset ? part->offset : c->from_offset;
	int64_t high = place_end(part) < end ? place_end(part) : end;

	*width = (uint64_t)(high - low);
	return low;
}

static void copy_fill(const struct copying *c, const struct binding *b)
{
	uint64_t width;
	int64_t low = common_part(c, b->place, &width);
	const struct value *fill = b->value;

	if (fill->region)
		fill = value_fill_moved(c->domain->values, fill, fill->region,
					fill->offset + low - b->place->offset, fill->epoch);
	fill_place(c->domain, c->state, c->to, low - c->from_offset + c->to_offset, width, fill);
}

static void copy_scalar(const struct copying *c, const struct binding *b)
{
	uint64_t width;
	int64_t low = common_part(c, b->place, &width);
	const struct value *value = b->value;

	if (width != b->place->width)
		value = extract(c->domain, b, low, width);
	state_store(c->domain, c->state, c->to, low - c->from_offset + c->to_offset, width,
		    b->place->field, value);
}

/* What cannot be copied piece by piece is unknown from here on, the same each time. */
static const struct value *unknown_copy(const struct copying *c)
{
	const void *mark = mark_epoch(c->domain, region_root(c->from)->value, c->from->value);

	return value_fill_mark(c->domain->values, c->from, c->from_offset, mark, POINTS_ANYWHERE);
}

/* Whether the bindings of the source's region tell all of what it holds. */
static bool is_plain(const struct copying *c)
{
	return c->from->kind != REGION_ELEMENT &&
	       state_pointing(c->domain, c->source, c->from) != POINTS_ANYWHERE;
}

static bool is_scalar_width(uint64_t width)
{
	return width >= 8 && width <= 64 && !(width & (width - 1));
}

static void copy_pieces(const struct copying *c)
{
	struct bindings found = find_overlaps(c->domain, state_contents(c->source, c->from),
					      c->from_offset, c->width);

	/* a small aggregate, such as a union of a flag and a pointer, is one value */
	if (is_scalar_width(c->width) && (!is_plain(c) || found.fills.count + found.scalars.count <= 1)) {
		state_store(c->domain, c->state, c->to, c->to_offset, c->width, NULL,
			    state_load(c->domain, c->source, c->from, c->from_offset, c->width, NULL));
	} else if (!is_plain(c)) {
		state_fill(c->domain, c->state, c->to, c->to_offset, c->width, unknown_copy(c));
	} else {
		state_fill(c->domain, c->state, c->to, c->to_offset, c->width,
			   value_fill_copy(c->domain->values, c->from, c->from_offset,
					   epoch_of(c->domain, c->source, c->from)));
		vec_each(fill, &found.fills)
			copy_fill(c, fill);
		vec_each(scalar, &found.scalars)
			copy_scalar(c, scalar);
	}
	free_overlaps(&found);
}

void state_copy_from(struct domain *domain, struct state *state, const struct region *to,
		     int64_t to_offset, const struct state *source, const struct region *from,
		     int64_t from_offset, uint64_t width)
{
	struct copying c = { .domain = domain, .state = state, .source = source, .width = width };
	int64_t shift;

	c.to = state_resolve(domain, state, to, &shift);
	c.to_offset = to_offset + shift * 8;
	c.from = state_resolve(domain, source, from, &shift);
	c.from_offset = from_offset + shift * 8;
	if (c.from != c.to || c.from_offset != c.to_offset || source != state)
		copy_pieces(&c);
}

void state_copy(struct domain *domain, struct state *state,
		const struct region *to, int64_t to_offset,
		const struct region *from, int64_t from_offset, uint64_t width)
{
	struct state before = *state;

	state_copy_from(domain, state, to, to_offset, &before, from, from_offset, width);
}

void state_drop_region(struct domain *domain, struct state *state, const struct region *region)
{
	state->memory = pmap_remove(domain->arena, state->memory, region->id);
}
