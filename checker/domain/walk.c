// SPDX-License-Identifier: GPL-2.0-only
/*
 * The join of two pointers. Few addresses stay a set of targets. A pointer that walks along an array
 * becomes an element of it, at an index that is joined like any number.
 */
#include "domain/binding.h"
#include "domain/value_make.h"

/*
 * The widening of OLD by BOTH, which contains it: a signed bound that grew goes to the
 * limit, the other one stays (Cousot and Cousot, "Abstract interpretation", 1977). So each bound
 * changes once at most, and every chain ends.
 */
const struct intset *widen_range(struct intset_pool *pool, const struct intset *old,
				 const struct intset *both)
{
	uint32_t width = both->width;
	int64_t old_low, old_high, low, high;

	if (width < 2 || intset_is_empty(old))
		return intset_full(pool, width);
	intset_signed_bounds(old, &old_low, &old_high);
	intset_signed_bounds(both, &low, &high);
	if (low < old_low)
		low = sign_extend((uint64_t)1 << (width - 1), width);
	if (high > old_high)
		high = (int64_t)(width_mask(width) >> 1);
	return intset_range(pool, width, (uint64_t)low, (uint64_t)high);
}

/* Addresses in one region: of an element, or several at fixed offsets. */
struct walk {
	struct domain *domain;
	const struct region *region;
	int64_t base;		/* bytes: the index counts from here */
	uint64_t stride;
	const struct intset *indices;
	const struct value *index;	/* NULL: fixed offsets alone */
	bool fits;
};

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static uint64_t distance(int64_t a, int64_t b)
{
	return a < b ? (uint64_t)(b - a) : (uint64_t)(a - b);
}

/* The region and the offset that ADDRESS has but for the index of an element. */
static const struct region *line_of(const struct value *address, int64_t *base)
{
	*base = address->offset;
	if (address->region->kind != REGION_ELEMENT)
		return address->region;
	*base += address->region->offset;
	return address->region->parent;
}

/* First pass: region, base and stride of all. */
static void measure(struct walk *walk, const struct value *address)
{
	int64_t base;
	const struct region *region;

	if (address->kind != VALUE_ADDRESS) {
		walk->fits = false;
		return;
	}
	region = line_of(address, &base);
	if (!walk->region) {
		walk->region = region;
		walk->base = base;
	}
	walk->fits = walk->fits && walk->region == region;
	walk->stride = gcd(walk->stride, distance(base, walk->base));
	if (address->region->kind == REGION_ELEMENT) {
		walk->index = address->region->value;
		if (walk->index->width != address->width)
			walk->fits = false;
		walk->stride = gcd(walk->stride, address->region->stride);
	}
}

/* The indices that ADDRESS, of STATE, can have in WALK. */
static const struct intset *indices_of(const struct walk *walk, const struct state *state,
				       const struct value *address)
{
	struct intset_pool *pool = values_pool(walk->domain->values);
	int64_t base;
	uint32_t width = address->width;

	(void)line_of(address, &base);
	const struct intset *index = intset_const(pool, width, (uint64_t)((base - walk->base) /
							      (int64_t)walk->stride));
	if (address->region->kind != REGION_ELEMENT)
		return index;
	return intset_binary(pool, IR_ADD, index, intset_binary(pool, IR_MUL,
		state_range(walk->domain, state, address->region->value),
		intset_const(pool, width, address->region->stride / walk->stride)));
}

typedef void visit_target(struct walk *walk, const struct state *state, const struct value *address);

static void each_target(struct walk *walk, const struct state *state, const struct value *value,
			visit_target *visit)
{
	const struct pointees *targets = value->kind == VALUE_SYMBOL ? state_targets(state, value) : NULL;

	if (!targets)
		visit(walk, state, value);
	else if (targets->more)
		walk->fits = false;
	for (uint32_t i = 0; targets && i < targets->count; i++)
		visit(walk, state, state_pointer(walk->domain, state, targets->at[i]));
}

static void visit_measure(struct walk *walk, const struct state *state, const struct value *address)
{
	(void)state;
	measure(walk, address);
}

static void visit_indices(struct walk *walk, const struct state *state, const struct value *address)
{
	const struct intset *more = indices_of(walk, state, address);

	walk->indices = walk->indices ?
		intset_union(values_pool(walk->domain->values), walk->indices, more) : more;
}

/* X of A and Y of B as one element. NULL: they do not lie along one array. */
static const struct value *join_walk(struct domain *domain, const struct state *a,
				     const struct state *b, struct state *result,
				     const struct value *x, const struct value *y,
				     const struct value *joined, bool widen)
{
	struct walk walk = { .domain = domain, .fits = true };
	struct symbol symbol = *joined->symbol;
	const struct intset *before;

	each_target(&walk, a, x, visit_measure);
	each_target(&walk, b, y, visit_measure);
	if (!walk.fits || !walk.stride)
		return NULL;
	each_target(&walk, a, x, visit_indices);
	before = walk.indices;
	each_target(&walk, b, y, visit_indices);
	if (widen && walk.indices != before)
		walk.indices = widen_range(values_pool(domain->values), before, walk.indices);
	symbol.index = 1;	/* the index of that pointer */
	const struct value *index = value_symbol(domain->values, &symbol, joined->width);

	result->facts = pmap_set(domain->arena, result->facts, index->id, walk.indices);
	if (domain->joined)
		domain->joined(domain, index, x, y);
	return value_element(domain->values, walk.region, walk.base, index, walk.stride);
}

/* Whether VALUE can be told as a target: what was mixed or computed tells nothing. */
static bool may_be_pointer(const struct state *state, const struct value *value)
{
	if (value->kind != VALUE_SYMBOL)
		return value->kind == VALUE_ADDRESS || value->kind == VALUE_CONST;
	return state_targets(state, value) || pointing_of_symbol(value->symbol) != POINTS_ANYWHERE;
}

const struct value *state_join_pointers(struct domain *domain, const struct state *a,
					const struct state *b, struct state *result,
					const struct value *x, const struct value *y,
					const struct value *joined, bool widen)
{
	const struct pointees *before, *targets;
	const struct value *walk = NULL;

	result->targets = pmap_remove(domain->arena, result->targets, joined->id);
	if (joined->width != values_pointer_bits(domain->values))
		return NULL;
	x = state_pointer(domain, a, x);
	y = state_pointer(domain, b, y);
	if (x == y)
		return x->kind == VALUE_ADDRESS || x->kind == VALUE_SYMBOL ? x : NULL;
	if (!may_be_pointer(a, x) || !may_be_pointer(b, y) ||
	    (x->kind == VALUE_CONST && y->kind == VALUE_CONST))
		return NULL;
	if (x->kind == VALUE_ADDRESS || y->kind == VALUE_ADDRESS)
		walk = join_walk(domain, a, b, result, x, y, joined, widen);
	if (walk)
		return walk;
	before = x->kind == VALUE_SYMBOL ? state_targets(a, x) : NULL;
	targets = state_point_joined(domain, a, b, result, x, y, joined);
	/* a set that still grows after some rounds never ends */
	if (widen && (!before || before->count < targets->count))
		result->targets = pmap_set(domain->arena, result->targets, joined->id,
			pointees_get(domain->values, targets->at, targets->count, true,
				     targets->pointing));
	return joined;
}
