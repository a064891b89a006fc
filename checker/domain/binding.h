/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside domain/ only: the bindings of one region, and the parts that memory is made of.
 *
 *   memory.c    one region: bits, scalars, fills
 *   element.c   arrays at unknown indices
 *   indices.c   whether two of these indices are the same
 *   alias.c     other regions that an access may reach as well
 *   apart.c     accesses that took two pointers for different objects
 */
#ifndef MNCHECK_DOMAIN_BINDING_H
#define MNCHECK_DOMAIN_BINDING_H

#include "base/map.h"
#include "domain/state.h"

/* Reaches past the end of any object. */
#define UNBOUNDED_BITS ((uint64_t)1 << 42)

struct binding {
	const struct place *place;
	const struct value *value;
};

/* What overlaps the bits `from` to `to`. */
struct bindings {
	struct domain *domain;
	int64_t from, to;
	VEC(struct binding) scalars;
	VEC(struct binding) fills;
};

struct bindings find_overlaps(struct domain *domain, const struct pmap *contents, int64_t offset,
			      uint64_t width);
void free_overlaps(struct bindings *found);

static inline int64_t place_end(const struct place *place)
{
	return place->offset + (int64_t)place->width;
}

/* CONTENTS become the bindings of REGION; NULL: none. */
void set_contents(struct domain *domain, struct state *state, const struct region *region,
		  const struct pmap *contents);
/* Binds PLACE to VALUE in place of all that it overlaps, in its region alone. */
void bind_place(struct domain *domain, struct state *state, const struct place *place,
		const struct value *value);
/* Likewise WIDTH bits at OFFSET to FILL. */
void fill_place(struct domain *domain, struct state *state, const struct region *region,
		int64_t offset, uint64_t width, const struct value *fill);
/* Loads PLACE, whose region is resolved, as far as its region tells. */
const struct value *load_place(struct domain *domain, const struct state *state,
			       const struct place *place);

/* Whether other code can reach ROOT, by the domain's hook; without one, all data but variables. */
bool is_exposed(struct domain *domain, const struct state *state, const struct region *root);

/* What PLACE holds is one of several values, named by MARK; a pointer among them points to POINTING at worst. */
const struct value *mixed_value(struct domain *domain, const struct place *place, uint64_t mark,
				enum pointing pointing);
/* Where VALUE, which a place of STATE holds, points if it is a pointer: MIXED or ANYWHERE. */
enum pointing pointing_of_content(struct domain *domain, const struct state *state,
				  const struct value *value);
/*
 * What PLACE holds, OLD before, after a store of VALUE to STORED that may have hit it. That depends on
 * POINTER (may be NULL).
 */
const struct value *maybe_stored(struct domain *domain, const struct state *state,
				 const struct place *place, const struct value *old, const struct value *value,
				 const struct place *stored, const struct value *pointer);
/*
 * The epoch of a fill that the site makes: what it holds is not known, and depends on X and Y (each may be
 * NULL). Each load of it yields another value.
 */
const void *mark_epoch(struct domain *domain, const struct value *x, const struct value *y);

/* ---- walk.c ---- */

const struct intset *widen_range(struct intset_pool *pool, const struct intset *old,
				 const struct intset *both);

/* ---- element.c ---- */

/* What PLACE, of an element that no store named, holds by its array; NULL: the array says nothing. */
const struct value *load_element(struct domain *domain, const struct state *state,
				 const struct place *place);
/*
 * A store of VALUE to PLACE may have hit the same array under other indices: blurs these. VALUE NULL: of
 * unknown values.
 */
void blur_elements(struct domain *domain, struct state *state, const struct place *place,
		   const struct value *value);

/* ---- indices.c ---- */

/* The places of a parent that one of its elements may be. */
struct window {
	const struct region *parent;
	int64_t first, last;	/* bytes into the parent where the first and the last element begin */
	uint64_t stride;
};

struct window window_of(struct domain *domain, const struct state *state, const struct region *element);

/* Bits FROM to TO of an element of an array, or of the array itself (NULL). */
struct extent {
	const struct region *element;
	int64_t from, to;
};

/* Whether ROOT is what a pointer points to that was loaded from an array at an unknown index. */
bool is_loaded_from_element(const struct region *root);
/* The array that A and B are both parts of, or the one that the other is a part of; NULL: there is none. */
const struct region *common_array(const struct region *a, const struct region *b);
/* Bits FROM to TO of REGION, which is PARENT or below it, as a part of an element of PARENT. */
struct extent extent_in(struct domain *domain, const struct state *state, const struct region *parent,
			const struct region *region, int64_t from, int64_t to);
/* Whether X and Y, of one array, have a bit in common in some input of STATE. */
bool may_overlap(struct domain *domain, const struct state *state, const struct extent *x,
		 const struct extent *y);
/*
 * Whether OTHER, an element, is known to be REGION by another name: an element of the same array, or a part of
 * REGION, *SHIFT bytes into it.
 */
bool is_twin(struct domain *domain, const struct state *state, const struct region *region,
	     const struct region *other, int64_t *shift);
/* What a twin of PLACE's region binds for PLACE; NULL: nothing. */
const struct value *load_twin(struct domain *domain, const struct state *state, const struct place *place);

/* So many rivals of one access are looked at. */
#define RIVALS_MAX 4
/*
 * The equality of indices that decides whether an access to OFFSET bytes of REGION meets what is bound by another
 * name; NULL: there is none, or too much.
 */
const struct value *find_rival(struct domain *domain, const struct state *state,
			       const struct region *region, int64_t offset);

/* ---- alias.c ---- */

/* VALUE of PLACE, which no store to its own region tells, or what others may have stored there. */
const struct value *load_alias(struct domain *domain, const struct state *state,
			       const struct place *place, const struct value *value);
/* A store of VALUE to PLACE may have hit other regions: blurs these. */
void blur_aliases(struct domain *domain, struct state *state, const struct place *place,
		  const struct value *value);
/* Whether an access to A, a root, is taken to leave B, another root, alone. */
bool never_meet(struct domain *domain, const struct state *state, const struct region *a, const struct region *b);
/* Notes that REGION has contents that may lie in other regions as well. */
void note_wild(struct domain *domain, struct state *state, const struct region *region);

#endif
