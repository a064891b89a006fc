/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * States: what is known at one point of one path.
 *
 * The maps inside are persistent, so that a fork is a copy of the struct. Memory is
 * lazy: a place that nobody wrote has a value all the same, which the `unbound` hook of
 * the domain supplies (the engine asks the calling context there).
 *
 * `epoch` is the site of the last opaque effect (a call whose body was not entered): it
 * may have changed all memory that it could reach, so places that are not bound hold
 * "what was there after that site".
 */
#ifndef MNCHECK_DOMAIN_STATE_H
#define MNCHECK_DOMAIN_STATE_H

#include <stdbool.h>

#include "domain/intset.h"
#include "domain/pmap.h"
#include "domain/value.h"

struct trace;			/* the engine's: the path so far */

/* A lock that the function took (count > 0) or dropped without having taken it (< 0). */
struct lock {
	const struct value *address;
	int count;
	const struct ir_field *field;	/* the member that the lock is, for fall-back matching */
	const void *site;	/* struct ir_inst of the (last) operation */
	const struct trace *trace;	/* how it came to it */
};

struct state {
	const struct pmap *memory;	/* region id -> contents: place id -> struct value */
	const struct pmap *facts;	/* value id -> struct intset, narrower than without */
	const struct pmap *locks;	/* address value id -> struct lock */
	const struct pmap *temps;	/* temporary number -> struct value, between blocks */
	const struct pmap *notes;	/* engine's ids of opaque calls made -> whatever it wants */
	const struct pmap *escaped;	/* ids of regions whose address others may hold -> region */
	const struct pmap *lost;	/* the engine's: what facts that were given up in joins hung on */
	const void *epoch;	/* NULL: since entry */
	const struct trace *trace;
};

/* What two states that become one give up; maps of ids. */
struct losses {
	const struct pmap *lost_a, *lost_b;	/* what had been lost before */
	const struct pmap *only_a, *only_b;	/* values on which one alone had a fact */
	const struct pmap *more_a, *more_b;	/* ... on which both had one, and this one's said more than is left */
};

struct domain {
	struct values *values;
	struct arena *arena;	/* nodes of the maps; the values' */
	/* The value of a place that STATE does not bind, as of EPOCH. */
	const struct value *(*unbound)(struct domain *domain, const struct state *state,
				       const struct place *place, const void *epoch);
	/* What is known of a symbol in every state of this exploration; NULL: nothing. */
	const struct intset *(*base_fact)(struct domain *domain, const struct value *symbol);
	/* Whether an opaque effect can change REGION in STATE. */
	bool (*exposed)(struct domain *domain, const struct state *state,
			const struct region *region);
	/*
	 * Whether what STATE binds PLACE to survives an opaque effect that can change its region;
	 * hook NULL: nothing does.
	 */
	bool (*survives)(struct domain *domain, const struct state *state,
			 const struct place *place);
	/* JOINED now stands for X or Y (may be NULL); hook NULL: nobody wants to know. */
	void (*joined)(struct domain *domain, const struct value *joined, const struct value *x,
		       const struct value *y);
	/* What is read unbound in EPOCH, a join's, is as of epoch A or of B; hook NULL: likewise. */
	void (*epochs_joined)(struct domain *domain, const void *epoch, const void *a,
			      const void *b);
	/* Two states become one. Returns what is lost now of what they knew. */
	const struct pmap *(*lose)(struct domain *domain, const struct losses *losses);
	void *context;
};

/* ---- memory ---- */

/* The value of WIDTH bits at OFFSET (bits) of REGION. FIELD is remembered for readers. */
const struct value *state_load(struct domain *domain, const struct state *state,
			       const struct region *region, int64_t offset, uint64_t width,
			       const struct ir_field *field);
void state_store(struct domain *domain, struct state *state, const struct region *region,
		 int64_t offset, uint64_t width, const struct ir_field *field,
		 const struct value *value);
/* WIDTH bits at OFFSET become FILL (a VALUE_FILL). */
void state_fill(struct domain *domain, struct state *state, const struct region *region,
		int64_t offset, uint64_t width, const struct value *fill);
void state_copy(struct domain *domain, struct state *state,
		const struct region *to, int64_t to_offset,
		const struct region *from, int64_t from_offset, uint64_t width);
/* Forgets everything about REGION (a local that goes out of scope). */
void state_drop_region(struct domain *domain, struct state *state, const struct region *region);
/* An opaque effect at SITE: all exposed regions may have changed. */
void state_havoc(struct domain *domain, struct state *state, const void *site);

/* What REGION holds: place id -> value; NULL nothing bound. */
const struct pmap *state_contents(const struct state *state, const struct region *region);

/* ---- facts ---- */

/* All values that VALUE can have in STATE. */
const struct intset *state_range(struct domain *domain, const struct state *state,
				 const struct value *value);
/* Assumes that VALUE lies in SET. False: that is not feasible. */
bool state_assume(struct domain *domain, struct state *state, const struct value *value,
		  const struct intset *set);
/* Assumes that the truth value VALUE (width 1) is TRUTH. */
bool state_assume_truth(struct domain *domain, struct state *state, const struct value *value,
			bool truth);
enum truth state_truth(struct domain *domain, const struct state *state,
		       const struct value *value);

/* ---- symbols over time ---- */

/*
 * The symbols made at SITE become symbols of the past, because SITE is about to make new
 * ones (a loop comes round).
 */
void state_age(struct domain *domain, struct state *state, const void *site);

/* ---- order ---- */

/* Same memory, temporaries, locks, epoch and escapes; facts, notes and traces may differ. */
bool state_same_memory(const struct state *a, const struct state *b);
bool state_same_locks(const struct state *a, const struct state *b);

/*
 * A becomes the weaker of both, which hold the same memory: facts are united, notes too.
 * Returns whether A changed. With WIDEN, facts that differ are given up.
 */
bool state_unite_facts(struct domain *domain, struct state *a, const struct state *b, bool widen);

/*
 * The join of A and B (same locks) at SITE (a struct ir_block): places that differ get a
 * JOIN symbol with the union of both ranges; with WIDEN, without a range. The trace is A's.
 */
struct state state_join(struct domain *domain, const struct state *a, const struct state *b,
			const void *site, bool widen);

void state_print(struct domain *domain, const struct state *state, struct strbuf *out);

#endif
