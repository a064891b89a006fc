// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a pointer is known to be: an index with one value, a symbol with one target, a tag that is
 * masked out again, arithmetic on an address.
 */
#include "domain/binding.h"
#include "domain/value_make.h"

/* Objects are aligned to so many bytes less one: that many bits of a pointer can hold a tag. */
#define TAG_BITS 7

enum pointing pointing_of_symbol(const struct symbol *symbol)
{
	while (symbol->kind == SYMBOL_INNER && symbol->inner->kind == VALUE_SYMBOL)
		symbol = symbol->inner->symbol;
	switch (symbol->kind) {
	case SYMBOL_ENTRY:
		return POINTS_APART;
	case SYMBOL_INDETERMINATE:
		return symbol->index ? POINTS_OUTSIDE : POINTS_APART;
	case SYMBOL_ANY:
		return symbol->mark ? POINTS_APART : POINTS_OUTSIDE;	/* a new object */
	case SYMBOL_MEMORY:
	case SYMBOL_RESULT:
		return POINTS_OUTSIDE;
	case SYMBOL_MIXED:
		return (enum pointing)(symbol->index % POINTING_COUNT);
	default:
		return POINTS_ANYWHERE;
	}
}

const struct pointees *state_targets(const struct state *state, const struct value *symbol)
{
	return pmap_get(state->targets, symbol->id);
}

const struct value *state_equal(const struct state *state, const struct value *symbol)
{
	const struct pointees *targets = state_targets(state, symbol);

	return targets && targets->count == 1 && !targets->more && targets->at[0]->width == symbol->width ?
		targets->at[0] : NULL;
}

/* ---- arithmetic on addresses ---- */

/* What VALUE is known to be; NO_POINTER: it may be any number. */
static const struct value *resolve(struct domain *domain, const struct state *state, const struct value *value,
				   bool no_pointer);

static bool is_constant(const struct value *value, uint64_t *bits)
{
	return value && value_is_const(value, bits);
}

/* Whether VALUE has no bits but those of MASK, which are the lowest. */
static bool is_tag(struct domain *domain, const struct state *state, const struct value *value, uint64_t mask)
{
	return intset_subset(state_range(domain, state, value),
			     intset_range(values_pool(domain->values), value->width, 0, mask));
}

/* POINTER without one tag of bits of MASK that was put into it, or taken out of it; NULL: there is none. */
static const struct value *without_one(struct domain *domain, const struct state *state,
				       const struct value *pointer, uint64_t mask)
{
	const struct value *a = pointer->a, *b = pointer->b;
	uint64_t bits;

	if (pointer->kind != VALUE_OPERATION)
		return NULL;
	if (pointer->opcode == IR_AND)
		return is_constant(b, &bits) && !(~bits & width_mask(pointer->width) & ~mask) ? a : NULL;
	if (pointer->opcode != IR_OR && pointer->opcode != IR_XOR)
		return NULL;
	return is_tag(domain, state, b, mask) ? a : is_tag(domain, state, a, mask) ? b : NULL;
}

/* Takes what was put into the low bits of MASK away from POINTER again. */
static const struct value *without_tag(struct domain *domain, const struct state *state,
				       const struct value *pointer, uint64_t mask)
{
	const struct value *rest;

	while ((rest = without_one(domain, state, pointer, mask)))
		pointer = rest;
	return pointer;
}

/* A | B or A ^ B for an address A and a number B: an address with a tag. */
static const struct value *tagged(struct domain *domain, const struct state *state,
				  const struct value *value, const struct value *a, const struct value *b)
{
	const struct intset *tag = state_range(domain, state, b);

	if (!intset_is_const(tag))
		return value;
	b = value_const(domain->values, value->width, intset_min(tag));
	return value_operation(domain->values, value->opcode, a, b, value->width, NULL);
}

/*
 * VALUE, which is POINTER & ~MASK for a MASK of low bits. A pointer is aligned as far as it was masked; a number that is
 * NO_POINTER only if its range shows that.
 */
static const struct value *untagged(struct domain *domain, const struct state *state, const struct value *value,
				    const struct value *pointer, uint64_t mask, bool no_pointer)
{
	const struct value *object = resolve(domain, state, without_tag(domain, state, pointer, mask), no_pointer);
	const struct intset *range = state_range(domain, state, object);

	if (no_pointer && object->kind != VALUE_ADDRESS && (range->known_bits | ~range->known_mask) & mask)
		return value;
	if (object->kind != VALUE_ADDRESS)
		return object;
	return value_offset(domain->values, object, -(int64_t)((uint64_t)object->offset & mask));
}

static bool is_address(const struct value *value)
{
	return value->kind == VALUE_ADDRESS;
}

static const struct value *resolve_operation(struct domain *domain, const struct state *state,
					     const struct value *value, bool no_pointer)
{
	struct values *values = domain->values;
	uint64_t bits, mask;

	if (!value->b || value->b->width != value->width)
		return value;
	if (value->opcode == IR_AND && is_constant(value->b, &bits)) {
		mask = ~bits & width_mask(value->width);
		return mask && mask <= TAG_BITS && !(mask & (mask + 1)) ?
			untagged(domain, state, value, value->a, mask, no_pointer) : value;
	}
	bool is_tagged = value->opcode == IR_OR || value->opcode == IR_XOR;

	if (!is_tagged && value->opcode != IR_ADD && value->opcode != IR_SUB)
		return value;
	const struct value *a = resolve(domain, state, value->a, no_pointer);
	const struct value *b = resolve(domain, state, value->b, no_pointer);

	if (is_tagged)
		return is_address(a) == is_address(b) ? value : is_address(a) ?
			tagged(domain, state, value, a, b) : tagged(domain, state, value, b, a);
	if (value->opcode == IR_SUB && is_address(a) && !is_address(b))
		return state_pointer(domain, state, value_index(values, a, value_operation(values, IR_SUB,
			value_const(values, b->width, 0), b, b->width, NULL), 1));
	if (value->opcode == IR_ADD && is_address(a) != is_address(b))
		return state_pointer(domain, state, is_address(a) ? value_index(values, a, b, 1) :
				     value_index(values, b, a, 1));
	return a == value->a && b == value->b ? value :
		value_operation(values, value->opcode, a, b, value->width, NULL);
}

/* ---- resolving ---- */

static const struct region *resolve_element(struct domain *domain, const struct state *state,
					    const struct region *region, int64_t *shift)
{
	const struct region *parent = state_resolve(domain, state, region->parent, shift);
	const struct intset *index = state_range(domain, state, region->value);

	if (intset_is_const(index)) {
		*shift += region->offset + sign_extend(intset_min(index), index->width) *
			  (int64_t)region->stride;
		return parent;
	}
	if (parent == region->parent && !*shift)
		return region;
	const struct value *element = value_element(domain->values, parent, *shift + region->offset,
						    region->value, region->stride);

	return region_of_pointer(domain->values, element, shift);
}

const struct region *state_resolve(struct domain *domain, const struct state *state,
				   const struct region *region, int64_t *shift)
{
	const struct value *pointer;

	*shift = 0;
	if (region->kind == REGION_ELEMENT)
		return resolve_element(domain, state, region, shift);
	if (region->kind != REGION_POINTEE ||
	    (region->value->kind == VALUE_SYMBOL && !state->targets))
		return region;
	pointer = state_pointer(domain, state, region->value);
	if (pointer == region->value || pointer->kind == VALUE_CONST)
		return region;
	return region_of_pointer(domain->values, pointer, shift);
}

static const struct value *resolve_address(struct domain *domain, const struct state *state,
					   const struct value *address)
{
	int64_t shift;
	const struct region *region = state_resolve(domain, state, address->region, &shift);

	return region == address->region && !shift ? address :
		value_address(domain->values, region, shift + address->offset);
}

static const struct value *resolve(struct domain *domain, const struct state *state,
				   const struct value *pointer, bool no_pointer)
{
	const struct pointees *targets;

	switch (pointer->kind) {
	case VALUE_ADDRESS:
		return resolve_address(domain, state, pointer);
	case VALUE_OPERATION:
		return resolve_operation(domain, state, pointer, no_pointer);
	case VALUE_SYMBOL:
		targets = state_targets(state, pointer);
		if (!targets || targets->count != 1 || targets->more)
			return pointer;
		return resolve(domain, state, targets->at[0], no_pointer);
	default:
		return pointer;
	}
}

const struct value *state_pointer(struct domain *domain, const struct state *state,
				  const struct value *pointer)
{
	return resolve(domain, state, pointer, false);
}

const struct value *state_number(struct domain *domain, const struct state *state, const struct value *value)
{
	return resolve(domain, state, value, true);
}

const struct region *state_region(struct domain *domain, const struct state *state,
				  const struct value *pointer, int64_t *offset)
{
	return region_of_pointer(domain->values, state_pointer(domain, state, pointer), offset);
}

enum pointing state_symbol_pointing(struct domain *domain, const struct state *state,
				    const struct value *symbol)
{
	const struct pointees *targets = state_targets(state, symbol);

	if (targets)
		return targets->count == 1 && !targets->more ? POINTS_APART : targets->pointing;
	return domain->pointing ? domain->pointing(domain, symbol) : pointing_of_symbol(symbol->symbol);
}

enum pointing state_pointing(struct domain *domain, const struct state *state,
			     const struct region *region)
{
	const struct region *root = region_root(region);

	if (root->kind != REGION_POINTEE)
		return POINTS_APART;
	return root->value->kind == VALUE_SYMBOL ? state_symbol_pointing(domain, state, root->value) :
		POINTS_ANYWHERE;
}

/* ---- taking apart ---- */

static bool is_splittable(struct domain *domain, const struct state *state,
			  const struct region *element)
{
	const struct region *root = region_root(element);
	uint64_t size = intset_size(state_range(domain, state, element->value));

	/* the joined index of a walk was many states before, and would be again */
	if (element->value->kind == VALUE_SYMBOL && element->value->symbol->kind == SYMBOL_JOIN)
		return false;
	if (root->kind == REGION_POINTEE)
		return size > 1 && size <= SPLIT_POINTEE_MAX && state_contents(state, element->parent);
	return size > 1 && size <= SPLIT_MAX;
}

const struct value *state_choice(struct domain *domain, const struct state *state,
				 const struct value *pointer)
{
	const struct pointees *targets;
	const struct region *region;

	pointer = state_pointer(domain, state, pointer);
	if (pointer->kind == VALUE_SYMBOL) {
		targets = state_targets(state, pointer);
		return targets && targets->count > 1 && !targets->more ? pointer : NULL;
	}
	if (pointer->kind != VALUE_ADDRESS)
		return NULL;
	for (region = pointer->region; region->kind == REGION_ELEMENT; region = region->parent)
		if (is_splittable(domain, state, region))
			return region->value;
	const struct value *rival = find_rival(domain, state, pointer->region, pointer->offset);
	if (rival)
		return rival;
	return region->kind == REGION_POINTEE && region->value->kind == VALUE_SYMBOL ?
		state_choice(domain, state, region->value) : NULL;
}

static uint64_t nth_number(const struct intset *set, uint32_t number)
{
	for (uint32_t i = 0; i < set->count; i++) {
		uint64_t size = set->ranges[i].high - set->ranges[i].low + 1;

		if (number < size)
			return set->ranges[i].low + number;
		number -= (uint32_t)size;
	}
	return 0;
}

bool state_choose(struct domain *domain, struct state *state, const struct value *choice,
		  uint32_t number, bool *more)
{
	struct intset_pool *pool = values_pool(domain->values);
	const struct pointees *targets = state_targets(state, choice);
	const struct intset *range = state_range(domain, state, choice);

	if (!targets || targets->count < 2 || targets->more) {
		*more = number + 1 < intset_size(range);
		return state_assume(domain, state, choice,
				    intset_const(pool, choice->width, nth_number(range, number)));
	}
	*more = number + 1 < targets->count;
	/* a fact, so that the way depends on what the symbol depends on */
	state->facts = pmap_set(domain->arena, state->facts, choice->id, range);
	state_settle(domain, state, choice, targets->at[number]);
	return true;
}
