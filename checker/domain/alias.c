// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two regions may be the same memory. That is where a pointer has several targets or unknown ones, where
 * it was loaded after other code may have written, where two of them were joined. What is bound in a
 * region is right: so a store blurs what it may have hit elsewhere, at once. What is not bound there is
 * asked for among the bindings of the others.
 */
#include <string.h>

#include "domain/binding.h"

/* ---- which regions may meet ---- */

static bool is_data(const struct region *root)
{
	return root->kind == REGION_LOCAL || root->kind == REGION_GLOBAL || root->kind == REGION_POINTEE;
}

bool is_exposed(struct domain *domain, const struct state *state, const struct region *root)
{
	if (!is_data(root))
		return false;
	return domain->exposed ? domain->exposed(domain, state, root) : root->kind != REGION_LOCAL;
}

static bool is_addressable(struct domain *domain, const struct region *root)
{
	return is_data(root) && (!domain->addressable || domain->addressable(domain, root));
}

static const struct pointees *targets_of(const struct state *state, const struct region *root)
{
	const struct pointees *targets = NULL;

	if (root->kind == REGION_POINTEE && root->value->kind == VALUE_SYMBOL)
		targets = state_targets(state, root->value);
	return targets && (targets->count > 1 || targets->more) ? targets : NULL;
}

/* A pointer to so many bits leads to a counter or a flag; one to more may lead to a table of entries. */
#define NUMBER_BITS 32

/* How two regions may be the same memory. */
enum meeting {
	MEET_NEVER,
	MEET_BY_TYPE,		/* in members of the same type alone */
	MEET_BY_NUMBER,		/* likewise, and in words that are no member of a known type, and no table's */
	MEET_BY_WIDTH,		/* likewise, and in scalars that are no member of a known type */
	MEET_ANYHOW,
};

static enum meeting may_meet(struct domain *domain, const struct state *state, const struct region *a,
			     const struct region *b);

static enum meeting targets_may_meet(struct domain *domain, const struct state *state,
			     const struct pointees *targets, const struct region *b)
{
	enum meeting most = MEET_NEVER;

	for (uint32_t i = 0; i < targets->count; i++) {
		int64_t offset;
		const struct region *a = state_region(domain, state, targets->at[i], &offset);

		a = a ? region_root(a) : NULL;
		enum meeting meeting = a == b ? MEET_ANYHOW : a ? may_meet(domain, state, a, b) : MEET_NEVER;

		most = meeting > most ? meeting : most;
	}
	/* what was left out is some object that B may be, whatever the types of its members */
	if (targets->more && targets->pointing == POINTS_ANYWHERE && is_addressable(domain, b))
		return MEET_ANYHOW;
	if (targets->more && most < MEET_BY_WIDTH && is_exposed(domain, state, b))
		return MEET_BY_WIDTH;
	return most;
}

static const struct value *pointer_to(const struct region *root)
{
	return root->kind == REGION_POINTEE ? root->value : NULL;
}

/* The place that the pointer to ROOT was loaded from, at whatever time; NULL: it was not. */
static const struct place *origin(const struct region *root)
{
	const struct symbol *symbol = root->kind == REGION_POINTEE && root->value->kind == VALUE_SYMBOL ?
		root->value->symbol : NULL;

	return symbol && symbol->kind != SYMBOL_JOIN ? symbol->place : NULL;
}

/*
 * Whether A and B, of which one was loaded after other code may have written, were loaded from one place.
 * Of others it is only assumed that they are not the same memory as two types ("no-alias").
 */
static bool are_reloaded(const struct region *a, const struct region *b)
{
	return origin(a) && origin(a) == origin(b);
}

/* The table that the pointers to A and B were loaded from, one at an index that is no constant; or NULL. */
static const struct region *of_one_table(const struct region *a, const struct region *b)
{
	const struct place *x = origin(a), *y = origin(b);

	return x && y && (is_loaded_from_element(a) || is_loaded_from_element(b)) ?
		common_array(x->region, y->region) : NULL;
}

/* Whether the pointers to A and B, as of one time, may be of one element, by different indices. */
static bool are_of_one_element(struct domain *domain, const struct state *state, const struct region *a,
			       const struct region *b)
{
	const struct place *x = origin(a), *y = origin(b);
	const struct region *array = of_one_table(a, b);

	if (!array || a->value->symbol->kind != b->value->symbol->kind ||
	    a->value->symbol->site != b->value->symbol->site)
		return false;
	struct extent first = extent_in(domain, state, array, x->region, x->offset, place_end(x));
	struct extent second = extent_in(domain, state, array, y->region, y->offset, place_end(y));

	return may_overlap(domain, state, &first, &second);
}

/* Whether of two pointers it would be assumed that they lead to two objects, if they were to two types. */
static bool is_given(enum pointing p, enum pointing q)
{
	return worse_pointing(p, q) <= POINTS_GIVEN;
}

/* Whether the pointers to A and B are known to be different. */
static bool are_unequal(struct domain *domain, const struct state *state, const struct region *a,
			const struct region *b)
{
	const struct value *x = pointer_to(a), *y = pointer_to(b);

	return x && y && x->width == y->width &&
	       state_truth(domain, state, value_operation(domain->values, IR_EQ, x, y, 1, NULL)) == TRUTH_FALSE;
}

/*
 * Whether it is a guess that PLACE and BOUND, in the objects of two pointers, are apart: others made these
 * pointers. *NEVER: they are not the same place.
 */
static bool is_guess(struct domain *domain, const struct state *state, const struct place *place,
		     const struct place *bound, bool *never)
{
	const struct region *a = region_root(place->region), *b = region_root(bound->region);

	*never = false;
	if (domain->chooses_apart || !is_given(state_pointing(domain, state, a), state_pointing(domain, state, b)))
		return false;
	*never = place->region == a && bound->region == b && place->offset == bound->offset &&
		are_unequal(domain, state, a, b);
	return !are_of_one_element(domain, state, a, b);
}

/* How A and B, two different roots, may be the same memory. */
static enum meeting may_meet(struct domain *domain, const struct state *state, const struct region *a,
			     const struct region *b)
{
	enum pointing p = state_pointing(domain, state, a), q = state_pointing(domain, state, b);
	const struct pointees *targets;

	if (is_given(p, q) && of_one_table(a, b))
		return are_of_one_element(domain, state, a, b) ? MEET_ANYHOW : MEET_NEVER;
	if (p == POINTS_APART && q == POINTS_APART)
		return MEET_NEVER;
	if (p != POINTS_APART && (targets = targets_of(state, a)))
		return targets_may_meet(domain, state, targets, b);
	if (q != POINTS_APART && (targets = targets_of(state, b)))
		return targets_may_meet(domain, state, targets, a);
	if (p == POINTS_ANYWHERE || q == POINTS_ANYWHERE)
		return is_addressable(domain, a) && is_addressable(domain, b) ? MEET_ANYHOW : MEET_NEVER;
	if (!is_exposed(domain, state, a) || !is_exposed(domain, state, b))
		return MEET_NEVER;
	if (are_reloaded(a, b))
		return MEET_ANYHOW;
	if (is_given(p, q))
		return MEET_BY_NUMBER;
	return p == POINTS_MIXED || q == POINTS_MIXED ? MEET_BY_WIDTH : MEET_BY_TYPE;
}

bool never_meet(struct domain *domain, const struct state *state, const struct region *a, const struct region *b)
{
	enum meeting meeting = a != b ? may_meet(domain, state, a, b) : MEET_ANYHOW;

	return meeting == MEET_NEVER || meeting == MEET_BY_NUMBER;	/* the latter is a guess of ours */
}

static bool is_variable(const struct place *place)
{
	return !place->field && place->region->kind == REGION_GLOBAL;
}

/* Whether PLACE is all that its pointer leads to as far as it is known: a word, and no entry of a table. */
static bool is_lone_word(const struct place *place)
{
	return !place->field && place->region->kind == REGION_POINTEE && !place->offset &&
	       !region_has_elements(place->region);
}

/* Whether the pointer to A was loaded from B: it would lead to itself. */
static bool leads_to(const struct place *a, const struct place *b)
{
	return origin(region_root(a->region)) == b;
}

/*
 * Whether a guess that others' pointers lead to two objects covers PLACE and BOUND, of which one is no member: words are
 * taken for entries of tables, and tables for objects of their own.
 */
static bool are_two_tables(const struct place *place, const struct place *bound)
{
	if (leads_to(place, bound) || leads_to(bound, place))
		return true;
	return place->width > NUMBER_BITS && !is_lone_word(place) && !is_lone_word(bound) && !is_variable(place) &&
	       !is_variable(bound);
}

/* Whether an access to PLACE may concern the bits of BOUND, a binding of another region. */
static bool is_compatible(const struct place *place, const struct place *bound, enum meeting meeting)
{
	if (place->field && bound->field)
		return place->field == bound->field ||
		       (!strcmp(place->field->name, bound->field->name) &&
			!strcmp(place->field->record, bound->field->record));
	if (meeting == MEET_BY_TYPE || (meeting == MEET_BY_NUMBER && are_two_tables(place, bound)))
		return false;
	if (meeting == MEET_ANYHOW &&
	    (place->width > 64 || bound->width > 64 || place->width == 8 || bound->width == 8))
		return true;
	return place->width == bound->width;
}

/* ---- stores ---- */

struct alias_scan {
	struct domain *domain;
	struct state *state;
	const struct state *before;
	const struct place *place;	/* that is accessed */
	const struct region *root;	/* its root */
	const struct region *other;	/* whose bindings are visited */
	const struct value *value;	/* stored; or loaded so far */
	uint64_t hash;
	bool found, guess;
	enum meeting meeting;	/* with `other` */
	enum pointing pointing;	/* of what may be loaded */
};

static bool blur_binding(uint32_t key, const void *bound, void *context)
{
	struct alias_scan *scan = context;
	struct domain *domain = scan->domain;
	const struct place *place = place_by_id(domain->values, key);
	const struct value *old = bound, *new;
	const struct value *pointer = pointer_to(scan->root);

	bool never, guess;

	if (!is_compatible(scan->place, place, scan->meeting))
		return true;
	guess = is_guess(domain, scan->before, scan->place, place, &never);
	if (never)
		return true;
	if (old->kind == VALUE_FILL) {
		const void *mark = mark_epoch(domain, scan->value, pointer);

		if (domain->epochs_joined && old->epoch)
			domain->epochs_joined(domain, mark, old->epoch, NULL);
		if (guess && domain->guessed)
			domain->guessed(domain, NULL, mark);
		new = value_fill_mark(domain->values, place->region, place->offset, mark,
				      worse_pointing(pointing_of_content(domain, scan->before, old),
						     pointing_of_content(domain, scan->before, scan->value)));
	} else {
		new = maybe_stored(domain, scan->before, place, old, scan->value, scan->place, pointer ? pointer :
				   pointer_to(region_root(scan->other)));
		if (guess && new != old && domain->guessed)
			domain->guessed(domain, new, NULL);
	}
	set_contents(domain, scan->state, place->region, pmap_set(domain->arena,
		     state_contents(scan->state, place->region), key, new));
	return true;
}

static bool blur_region(uint32_t key, const void *contents, void *context)
{
	struct alias_scan *scan = context;
	const struct region *region = region_by_id(scan->domain->values, key);
	const struct region *root = region_root(region);

	(void)contents;
	contents = state_contents(scan->before, region);
	if (root == scan->root || !contents)
		return true;
	scan->meeting = may_meet(scan->domain, scan->before, scan->root, root);
	if (scan->meeting == MEET_NEVER)
		return true;
	scan->other = region;
	return pmap_each(contents, blur_binding, scan);
}

/* The regions that may be the same as ROOT: of one that is apart these are the wild ones. */
static const struct pmap *candidates(struct domain *domain, const struct state *state,
				     const struct region *root)
{
	return state_pointing(domain, state, root) == POINTS_APART && !is_loaded_from_element(root) ?
		state->wild : state->memory;
}

void blur_aliases(struct domain *domain, struct state *state, const struct place *place,
		  const struct value *value)
{
	const struct state before = *state;
	struct alias_scan scan = {
		.domain = domain, .state = state, .before = &before, .place = place,
		.root = region_root(place->region), .value = value,
	};

	pmap_each(candidates(domain, state, scan.root), blur_region, &scan);
}

void note_wild(struct domain *domain, struct state *state, const struct region *region)
{
	state->wild = pmap_set(domain->arena, state->wild, region->id, region);
}

/* ---- loads ---- */

static bool find_binding(uint32_t key, const void *bound, void *context)
{
	struct alias_scan *scan = context;
	const struct place *place = place_by_id(scan->domain->values, key);
	const struct value *value = bound;
	bool never, guess;

	if (is_compatible(scan->place, place, scan->meeting)) {
		guess = is_guess(scan->domain, scan->before, scan->place, place, &never);
		if (never)
			return true;
		scan->guess = scan->guess || guess;
		scan->found = true;
		scan->hash = hash_mix(hash_mix(scan->hash, place->id), value->id);
		scan->pointing = worse_pointing(scan->pointing,
						pointing_of_content(scan->domain, scan->before, value));
	}
	return true;
}

static bool find_region(uint32_t key, const void *contents, void *context)
{
	struct alias_scan *scan = context;
	const struct region *region = region_by_id(scan->domain->values, key);
	const struct region *root = region_root(region);

	contents = state_contents(scan->before, region);
	if (root == scan->root || !contents)
		return true;
	scan->meeting = may_meet(scan->domain, scan->before, scan->root, root);
	if (scan->meeting == MEET_NEVER)
		return true;
	bool before = scan->found;

	scan->found = false;
	pmap_each(contents, find_binding, scan);
	if (scan->found)
		scan->other = root;
	scan->found = scan->found || before;
	return true;
}

static void depends(struct domain *domain, const struct value *value, const struct value *x,
		    const struct value *y)
{
	if (domain->joined && x)
		domain->joined(domain, value, x, y);
}

/* What PLACE, of a pointer with TARGETS, holds. */
static const struct value *load_targets(struct domain *domain, const struct state *state,
					const struct place *place, const struct pointees *targets)
{
	const struct value *first = NULL, *value;
	enum pointing pointing = POINTS_MIXED;
	uint64_t hash = 0;
	bool same = true;

	for (uint32_t i = 0; i < targets->count; i++) {
		int64_t offset;
		const struct region *region = state_region(domain, state, targets->at[i], &offset);

		if (!region || region_root(region) == region_root(place->region))
			continue;
		value = state_load(domain, state, region, offset * 8 + place->offset, place->width,
				   place->field);
		same = same && (!first || first == value);
		first = first ? first : value;
		hash = hash_mix(hash, value->id);
		pointing = worse_pointing(pointing, pointing_of_content(domain, state, value));
	}
	if (first && same)
		return first;
	value = mixed_value(domain, place, hash, pointing);
	depends(domain, value, pointer_to(region_root(place->region)), first);
	return value;
}

const struct value *load_alias(struct domain *domain, const struct state *state,
			       const struct place *place, const struct value *value)
{
	struct alias_scan scan = {
		.domain = domain, .before = state, .place = place, .root = region_root(place->region),
		.value = value, .hash = hash_mix((uintptr_t)state->epoch, value->id),
		.pointing = pointing_of_content(domain, state, value),
	};
	const struct pointees *targets = targets_of(state, scan.root);
	const struct value *mixed;

	if (targets && !targets->more && scan.root == place->region)
		return load_targets(domain, state, place, targets);
	if (!targets && state_pointing(domain, state, scan.root) == POINTS_ANYWHERE) {
		scan.found = true;
		scan.pointing = POINTS_ANYWHERE;
		scan.hash = hash_mix(scan.hash, state->memory ? state->memory->hash : 0);
	} else {
		pmap_each(candidates(domain, state, scan.root), find_region, &scan);
	}
	if (!scan.found)
		return value;
	mixed = mixed_value(domain, place, scan.hash, scan.pointing);
	depends(domain, mixed, value, pointer_to(scan.root));
	if (scan.other)
		depends(domain, mixed, pointer_to(scan.other), NULL);
	if (scan.guess && domain->guessed)
		domain->guessed(domain, mixed, NULL);
	return mixed;
}

/* ---- a symbol that turns out to be another pointer ---- */

struct moving {
	struct domain *domain;
	struct state *state;
	const struct region *to;
	int64_t shift;		/* bits */
	bool both;		/* what the target holds counts as well: which is newer is not known */
};

static bool move_binding(uint32_t key, const void *bound, void *context)
{
	struct moving *moving = context;
	struct domain *domain = moving->domain;
	const struct place *old = place_by_id(domain->values, key);
	const struct place *place = place_get(domain->values, moving->to, old->offset + moving->shift,
					      old->width, old->field);
	const struct value *value = bound;

	struct bindings found = find_overlaps(domain, state_contents(moving->state, moving->to),
					      place->offset, place->width);
	bool overlaps = found.scalars.count || found.fills.count;

	free_overlaps(&found);
	if (overlaps && !moving->both)
		return true;
	if (value->kind == VALUE_FILL) {
		if (overlaps)
			value = value_fill_mark(domain->values, moving->to, place->offset,
						mark_epoch(domain, NULL, NULL), POINTS_ANYWHERE);
		fill_place(domain, moving->state, moving->to, place->offset, place->width, value);
		return true;
	}
	if (overlaps)
		value = maybe_stored(domain, moving->state, place, load_place(domain, moving->state, place), value,
				     old, NULL);
	bind_place(domain, moving->state, place, value);
	return true;
}

void state_move_contents(struct domain *domain, struct state *state, const struct value *symbol,
			 const struct value *value)
{
	int64_t from_offset, offset;
	const struct region *from = region_of_pointer(domain->values, symbol, &from_offset);
	const struct region *to = state_region(domain, state, value, &offset);
	const struct pmap *contents = from ? state_contents(state, from) : NULL;
	struct moving moving = { domain, state, to, (offset - from_offset) * 8, true };

	if (!contents)
		return;
	state_drop_region(domain, state, from);
	if (to)
		pmap_each(contents, move_binding, &moving);
}

void state_copy_contents(struct domain *domain, struct state *state, const struct value *value,
			 const struct value *symbol)
{
	int64_t to_offset, offset;
	const struct region *to = region_of_pointer(domain->values, symbol, &to_offset);
	const struct region *from = state_region(domain, state, value, &offset);
	const struct pmap *contents = from ? state_contents(state, from) : NULL;
	struct moving moving = { domain, state, to, (to_offset - offset) * 8, false };

	if (!contents || !to || to == from)
		return;
	pmap_each(contents, move_binding, &moving);
	note_wild(domain, state, to);
}
