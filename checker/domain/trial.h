/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of domain/ only: an input that makes the facts of a state true, looked for by trial.
 *
 * Most questions have an input, and one that is easy to find: each symbol gets a number, a fact that does not hold
 * chooses a number that it wants, and the operations are inverted on the way to the symbols (Niemetz, Preiner and
 * Biere, "Precise and complete propagation based local search for satisfiability modulo theories", 2016). What is
 * found is computed through once more, so it is right. That nothing is found says nothing.
 */
#ifndef MNCHECK_DOMAIN_TRIAL_H
#define MNCHECK_DOMAIN_TRIAL_H

#include "domain/state.h"

/* A symbol and its number. */
struct guess {
	const struct value *symbol;
	const struct intset *range;	/* that the number is in */
	uint64_t bits;
};

struct trial {
	struct domain *domain;
	const struct state *state;
	struct intmap numbers;		/* id of a symbol -> 1 + its index in `guesses` */
	VEC(struct guess) guesses;
	struct intmap objects;		/* region id -> how many had an address before */
	uint64_t random;		/* the same in each run */
	unsigned steps;			/* values computed so far */
};

/* Whether an input was found that brings STATE about, with VALUE (may be NULL) in SET. */
bool find_by_trial(struct domain *domain, const struct state *state, const struct value *value,
		   const struct intset *set);

/* ---- trial_value.c ---- */

/* Values computed in one trial: expressions share parts, and these are computed again each time. */
#define TRIAL_STEPS_MOST 20000

/* The number of SYMBOL. */
struct guess *guess_of(struct trial *trial, const struct value *symbol);
/* Computes VALUE, in *BITS. False: it is not defined, or too much to compute. */
bool try_value(struct trial *trial, const struct value *value, uint64_t *bits);
/* The address of REGION, in *BITS. */
bool try_region(struct trial *trial, const struct region *region, uint64_t *bits);
/* A number below BELOW. */
uint32_t any_below(struct trial *trial, uint32_t below);

/* ---- trial_aim.c ---- */

/* Changes the number of a symbol so that VALUE is probably in SET. False: no way to that is seen. */
bool aim_at(struct trial *trial, const struct value *value, const struct intset *set);

#endif
