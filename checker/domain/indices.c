// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether two accesses to one array meet, of which one at least has an unknown index. That is where the indices
 * are equal, and ranges, facts or Z3 tell whether they can be.
 *
 * Where an index may be that of another element or not, the engine takes the state apart before the
 * access. The two are told apart, or they are twins: two names of one element, of which a store writes both.
 * A pointer that was loaded from an element is bound there, so that a load by another index finds it.
 */
#include "domain/binding.h"

/* The distance in bits is not looked at beyond. */
#define FAR_BITS ((int64_t)1 << 40)

/* ---- where an element may begin ---- */

/* Signed bounds that no test gave: those of a number of 32 or 64 bits. */
static bool is_unbounded(int64_t low, int64_t high)
{
	return low <= INT32_MIN && high >= INT32_MAX;
}

static int64_t scale(int64_t number, uint64_t stride)
{
	const int64_t most = (int64_t)(UNBOUNDED_BITS / 16);
	int64_t limit = stride ? most / (int64_t)stride : most;

	if (!stride)
		return 0;
	return number > limit ? most : number < -limit ? -most : number * (int64_t)stride;
}

/*
 * An index without bounds counts from the beginning of its array, as an array is indexed from there. One
 * that a walk left, a joined one, is taken as it is.
 */
static bool counts_from_zero(const struct value *index, int64_t low, int64_t high)
{
	return is_unbounded(low, high) &&
	       (index->kind != VALUE_SYMBOL || index->symbol->kind != SYMBOL_JOIN);
}

struct window window_of(struct domain *domain, const struct state *state, const struct region *element)
{
	const struct intset *index = state_range(domain, state, element->value);
	struct window window = { .parent = element->parent, .stride = element->stride };
	int64_t low = 0, high = INT64_MAX;

	if (!intset_is_empty(index))
		intset_signed_bounds(index, &low, &high);
	if (counts_from_zero(element->value, low, high))
		low = 0;
	window.first = element->offset + scale(low, element->stride);
	window.last = element->offset + scale(high, element->stride);
	/* a variable begins where it begins */
	if (window.parent->kind == REGION_LOCAL || window.parent->kind == REGION_GLOBAL) {
		if (window.first < 0 && element->stride)
			window.first %= (int64_t)element->stride;
		if (window.first < 0)
			window.first += (int64_t)element->stride;
	}
	return window;
}

/* ---- values ---- */

static const struct value *operate(struct domain *domain, enum ir_opcode opcode, const struct value *a,
				   const struct value *b, uint32_t width)
{
	return value_operation(domain->values, opcode, a, b, width, NULL);
}

static const struct value *number(struct domain *domain, int64_t bits)
{
	return value_const(domain->values, 64, (uint64_t)bits);
}

static const struct value *widened(struct domain *domain, const struct value *index)
{
	return index->width < 64 ? operate(domain, IR_SEXT, index, NULL, 64) : index;
}

static bool is_joined(const struct value *index)
{
	return index->kind == VALUE_SYMBOL && index->symbol->kind == SYMBOL_JOIN;
}

/* ---- arrays and their parts ---- */

struct extent extent_in(struct domain *domain, const struct state *state, const struct region *parent,
			const struct region *region, int64_t from, int64_t to)
{
	while (region != parent && region->parent != parent) {
		struct window window = window_of(domain, state, region);

		from = from < -FAR_BITS || window.first < -FAR_BITS / 8 ? -FAR_BITS : from + window.first * 8;
		to = to > FAR_BITS || window.last > FAR_BITS / 8 ? FAR_BITS : to + window.last * 8;
		region = region->parent;
	}
	return (struct extent){ region == parent ? NULL : region, from, to };
}

bool is_loaded_from_element(const struct region *root)
{
	return root->kind == REGION_POINTEE && root->value->kind == VALUE_SYMBOL && root->value->symbol->place &&
	       root->value->symbol->place->region->kind == REGION_ELEMENT;
}

const struct region *common_array(const struct region *a, const struct region *b)
{
	for (; a; a = a->kind == REGION_ELEMENT ? a->parent : NULL)
		for (const struct region *other = b; other;
		     other = other->kind == REGION_ELEMENT ? other->parent : NULL)
			if (a == other)
				return a;
	return NULL;
}

static bool are_alike(const struct region *a, const struct region *b)
{
	return a->kind == REGION_ELEMENT && b->kind == REGION_ELEMENT && a->parent == b->parent &&
	       a->stride == b->stride && a->offset == b->offset;
}

static const struct value *equality(struct domain *domain, const struct value *a, const struct value *b)
{
	return operate(domain, IR_EQ, widened(domain, a), widened(domain, b), 1);
}

/* The element that holds byte OFFSET of the array of ELEMENT. */
static const struct value *holds_byte(struct domain *domain, const struct region *element, int64_t offset)
{
	int64_t stride = (int64_t)element->stride, from = offset - element->offset;

	return equality(domain, element->value,
			number(domain, from >= 0 ? from / stride : -((stride - 1 - from) / stride)));
}

/* ---- whether indices can be the same ---- */

/* So many questions about indices are asked in one activation; beyond, any two may be the same or not. */
#define QUESTIONS_MAX 32

/* So often one activation takes states apart for that; beyond, a store to either blurs the other. */
#define PARTED_MAX 3

struct relevance {
	struct domain *domain;
	const struct value *equality;
	const struct value *symbol;	/* of a fact */
	struct state rest;		/* with the facts that have a symbol in common with the equality */
};

static bool is_that_symbol(const struct value *symbol, void *context)
{
	return symbol == ((struct relevance *)context)->symbol;
}

static bool is_in_equality(const struct value *symbol, void *context)
{
	struct relevance *relevance = context;

	relevance->symbol = symbol;
	return value_any_symbol(relevance->equality, is_that_symbol, relevance);
}

static bool drop_irrelevant(uint32_t key, const void *set, void *context)
{
	struct relevance *relevance = context;

	(void)set;
	if (!value_any_symbol(value_by_id(relevance->domain->values, key), is_in_equality, relevance))
		relevance->rest.facts = pmap_remove(relevance->domain->arena, relevance->rest.facts, key);
	return true;
}

/* Whether EQUALITY, of indices, can be ANSWER in STATE. An input is sought for two that are both unknown. */
static bool can_be(struct domain *domain, const struct state *state, const struct value *equality, bool answer)
{
	struct relevance relevance = { domain, equality, NULL, *state };
	const struct intset *wanted = intset_const(values_pool(domain->values), 1, answer);
	enum truth truth = state_truth(domain, state, equality);

	if (truth != TRUTH_UNKNOWN)
		return truth == (enum truth)answer;
	if (!domain->feasibility || equality->kind != VALUE_OPERATION || equality->b->kind == VALUE_CONST ||
	    equality->a->kind == VALUE_CONST)
		return true;
	pmap_each(state->facts, drop_irrelevant, &relevance);
	uint64_t key = hash_mix(hash_mix(equality->id, answer),
				relevance.rest.facts ? relevance.rest.facts->hash : 0);
	uintptr_t known = (uintptr_t)intmap_get(&domain->equalities, key);

	if (!known && domain->asked >= QUESTIONS_MAX)
		return true;
	domain->asked += !known;
	if (!known)
		known = 1 + (domain->feasibility(domain, &relevance.rest, equality, wanted) != INFEASIBLE);
	intmap_set(&domain->equalities, key, (void *)known);
	return known == 2;
}

/* ---- distances ---- */

static bool lies_in(const struct extent *extent, int64_t from, uint64_t bytes)
{
	return extent->from >= from && extent->to <= from + (int64_t)bytes * 8;
}

static bool have_common_bits(const struct extent *a, const struct extent *b, int64_t shift)
{
	return a->from + shift < b->to && b->from < a->to + shift;
}

/* Whether X, in an element, and CELL, a piece of the array, have a bit in common. */
static bool may_be_in(struct domain *domain, const struct state *state, const struct extent *x,
		      const struct extent *cell)
{
	const struct region *element = x->element;
	int64_t stride = (int64_t)element->stride, from = cell->from / 8 - element->offset;

	if (!stride || from < 0 || cell->from < 0 || !lies_in(x, 0, element->stride) ||
	    from % stride * 8 + cell->to - cell->from > stride * 8)
		return true;
	const struct value *equality = holds_byte(domain, element, cell->from / 8);

	return have_common_bits(x, cell, (element->offset + from / stride * stride) * 8) &&
	       can_be(domain, state, equality, true);
}

bool may_overlap(struct domain *domain, const struct state *state, const struct extent *x,
		 const struct extent *y)
{
	const struct region *a = x->element, *b = y->element;

	if (!a || !b)
		return a ? may_be_in(domain, state, x, y) : b ? may_be_in(domain, state, y, x) :
			have_common_bits(x, y, 0);
	if (a == b)
		return have_common_bits(x, y, 0);
	if (!are_alike(a, b) || !a->stride || !lies_in(x, 0, a->stride) || !lies_in(y, 0, a->stride))
		return true;
	return have_common_bits(x, y, 0) && can_be(domain, state, equality(domain, a->value, b->value), true);
}

/* ---- twins ---- */

bool is_twin(struct domain *domain, const struct state *state, const struct region *region,
	     const struct region *other, int64_t *shift)
{
	const struct intset *index;

	*shift = 0;
	if (other->kind != REGION_ELEMENT)
		return false;
	if (are_alike(region, other))
		return state_truth(domain, state, equality(domain, region->value, other->value)) == TRUTH_TRUE;
	if (other->parent != region)
		return false;
	index = state_range(domain, state, other->value);
	if (intset_is_const(index))
		*shift = other->offset + sign_extend(intset_min(index), index->width) * (int64_t)other->stride;
	return intset_is_const(index);
}

static bool is_exact(const struct value *value)
{
	return value->kind != VALUE_FILL &&
	       (value->kind != VALUE_SYMBOL || value->symbol->kind != SYMBOL_MIXED);
}

struct twin_search {
	struct domain *domain;
	const struct state *state;
	const struct place *place;
	const struct value *found;
};

static bool look_at_twin(uint32_t key, const void *contents, void *context)
{
	struct twin_search *search = context;
	const struct region *other = region_by_id(search->domain->values, key);
	const struct place *place = search->place;
	int64_t shift;

	if (other == place->region || other->kind != REGION_ELEMENT ||
	    !is_twin(search->domain, search->state, place->region, other, &shift))
		return true;
	const struct value *value = pmap_get(contents, place_get(search->domain->values, other,
		place->offset - shift * 8, place->width, place->field)->id);

	/* all twins hold the same: what is known best counts */
	if (value && value->kind != VALUE_FILL && (!search->found || is_exact(value)))
		search->found = value;
	return !search->found || !is_exact(search->found);
}

const struct value *load_twin(struct domain *domain, const struct state *state, const struct place *place)
{
	struct twin_search search = { domain, state, place, NULL };

	if (place->region->kind == REGION_ELEMENT || region_has_elements(place->region))
		pmap_each(state->memory, look_at_twin, &search);
	return search.found;
}

/* ---- rivals: what an access may meet or not ---- */

struct rival_search {
	struct domain *domain;
	const struct state *state;
	const struct region *region;	/* that is accessed */
	int64_t offset;			/* bytes into it */
	const struct value *choice;	/* whether it meets the rival */
	uint32_t left;			/* so many rivals are looked at */
};

static bool is_open(struct rival_search *search, const struct value *equality)
{
	if (state_truth(search->domain, search->state, equality) != TRUTH_UNKNOWN)
		return false;
	search->left--;
	return can_be(search->domain, search->state, equality, true) &&
	       can_be(search->domain, search->state, equality, false);
}

/* Looks at the rival that an access meets where EQUALITY is true. False: the search ends. */
static bool look_at_rival(struct rival_search *search, const struct value *equality)
{
	if (is_open(search, equality))
		search->choice = equality;
	return !search->choice && search->left;
}

struct hit_search {
	struct domain *domain;
	int64_t from;
};

static bool misses(uint32_t key, const void *value, void *context)
{
	const struct hit_search *search = context;
	const struct place *place = place_by_id(search->domain->values, key);

	return !is_exact(value) || place->offset > search->from || place_end(place) <= search->from;
}

static bool look_at_region(uint32_t key, const void *contents, void *context)
{
	struct rival_search *search = context;
	struct domain *domain = search->domain;
	const struct region *other = region_by_id(domain->values, key), *region = search->region;
	struct hit_search hit = { domain, search->offset * 8 };
	const struct value *choice = NULL;

	if (other == region || other->kind != REGION_ELEMENT || !other->stride || is_joined(other->value))
		return true;
	if (are_alike(region, other)) {
		choice = equality(domain, region->value, other->value);
	} else if (other->parent == region) {
		choice = holds_byte(domain, other, search->offset);
		hit.from = ((search->offset - other->offset) % (int64_t)other->stride) * 8;
	}
	return !choice || pmap_each(contents, misses, &hit) || look_at_rival(search, choice);
}

/* A cell of the array that the accessed element may be. */
static bool look_at_cell(uint32_t key, const void *value, void *context)
{
	struct rival_search *search = context;
	const struct region *element = search->region;
	const struct place *place = place_by_id(search->domain->values, key);
	int64_t from = place->offset / 8 - element->offset;

	if (!is_exact(value) || from < 0 || from % (int64_t)element->stride > search->offset ||
	    (from % (int64_t)element->stride) * 8 + (int64_t)place->width <= search->offset * 8)
		return true;
	return look_at_rival(search, holds_byte(search->domain, element, place->offset / 8));
}

/*
 * An index that no test bounds is not taken for one of cells that are bound: others may be members behind the
 * array.
 */
#define CELLS_TRIED 256

static bool may_be_cell(struct rival_search *search)
{
	return intset_size(state_range(search->domain, search->state, search->region->value)) <= CELLS_TRIED;
}

const struct value *find_rival(struct domain *domain, const struct state *state,
			       const struct region *region, int64_t offset)
{
	struct rival_search search = { domain, state, region, offset, NULL, RIVALS_MAX };
	bool is_element = region->kind == REGION_ELEMENT;

	if (is_element && (!region->stride || is_joined(region->value)))
		return NULL;
	if ((!is_element && !region_has_elements(region)) || domain->parted >= PARTED_MAX)
		return NULL;
	pmap_each(state->memory, look_at_region, &search);
	if (is_element && !search.choice && search.left && may_be_cell(&search))
		pmap_each(state_contents(state, region->parent), look_at_cell, &search);
	domain->parted += search.choice != NULL;
	return search.choice;
}

/* ---- what was loaded ---- */

void state_keep_loaded(struct domain *domain, struct state *state, const struct region *region, int64_t offset,
		       uint64_t width, const struct ir_field *field)
{
	int64_t shift;

	region = state_resolve(domain, state, region, &shift);
	const struct place *place = place_get(domain->values, region, offset + shift * 8, width, field);
	const struct value *value = load_place(domain, state, place);

	if (region_root(region)->kind == REGION_POINTEE && value->kind == VALUE_SYMBOL &&
	    value->symbol->kind == SYMBOL_ENTRY && value->symbol->place == place &&
	    (region->kind != REGION_ELEMENT || !is_joined(region->value)))
		bind_place(domain, state, place, value);
}
