/* SPDX-License-Identifier: GPL-2.0-only */
/* For domain/ alone: what the search for an input (solve.c) and the repair of one (repair.c) share. */
#ifndef MNCHECK_DOMAIN_SOLVING_H
#define MNCHECK_DOMAIN_SOLVING_H

#include "base/map.h"
#include "domain/state.h"

/* What must hold. */
struct constraint {
	const struct value *value;
	const struct intset *set;
	uint32_t group;		/* the least number of a constraint that shares a symbol with it */
};

struct solving {
	struct domain *domain;
	const struct state *state;
	VEC(struct constraint) constraints;
	VEC(const struct value *) symbols;	/* of the group under way */
	struct intmap groups;		/* symbol id -> number of a constraint, plus 1 */
	struct intmap numbers;		/* symbol id -> struct number */
	VEC(uint64_t) interesting;	/* constants of the group */
	unsigned tries, most_tries;
};

/* What a value is under an input. */
struct number {
	bool known;
	uint64_t bits;
};

typedef VEC(uint64_t) candidates;

/* The number that VALUE is, if all of its symbols have one and C defines the result. */
struct number solving_compute(const struct solving *s, const struct value *value);
/* The group of constraint number INDEX. */
uint32_t solving_group(struct solving *s, uint32_t index);
/* Adds to LIST numbers of RANGE that are worth a try for SYMBOL. */
void solving_candidates(struct solving *s, const struct value *symbol, const struct intset *range,
			candidates *list);

/*
 * Whether numbers for the symbols of GROUP were found by repairing some that do not fit, one at a time. S has
 * no numbers for them before and after.
 */
bool repair_numbers(struct solving *s, uint32_t group);

#endif
