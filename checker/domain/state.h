/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A state is the knowledge at one point of one path.
 *
 * The maps inside are persistent, so that a fork is a copy of the struct. Memory is
 * lazy: a place that no store reached has a value too, from the domain's hook `unbound`
 * (there the engine asks the calling context).
 *
 * The model of memory is that of Miné ("Field-sensitive value analysis of embedded C programs
 * with union types and pointer arithmetics", 2006): a region is bytes, and bindings are cells on
 * them, made by the accesses, which may overlap and of which each describes its bits by itself.
 * A store is strong where its place is known, and weak everywhere else that it may reach (Chase,
 * Wegman and Zadeck, "Analysis of pointers and structures", 1990). Where a pointer has few targets,
 * or an index few values, the engine takes the state apart before the access, so that each part has
 * one place (the focus of Sagiv, Reps and Wilhelm, "Parametric shape analysis via 3-valued logic",
 * 2002). What stays ambiguous:
 *
 *   element   at an unknown index: all cells of the array that the range of the index includes
 *   targets   of a symbol: a set of addresses, or only where it points (enum pointing)
 *
 * Two pointers to memory that existed at entry point to different objects, unless something shows
 * that they do not (assumption "no-alias"): a test, the calling context, or that one of them was
 * loaded after other code may have written there.
 *
 * `epoch` is the site of the last opaque effect, a call whose body was not entered. It
 * may have changed all memory that it could reach. So a place that is not bound holds
 * its content as of that site.
 */
#ifndef MNCHECK_DOMAIN_STATE_H
#define MNCHECK_DOMAIN_STATE_H

#include <stdbool.h>

#include "domain/intset.h"
#include "domain/pmap.h"
#include "domain/value.h"

struct trace;			/* of the engine: the path so far */

/* A lock that the function took (count > 0) or dropped without having taken it (< 0). */
struct lock {
	const struct value *address;
	int count;
	/* The member that it is, or that leads to it: to match locks whose addresses are unknown. */
	const struct ir_field *field;
	bool in_loop;		/* the (last) operation was in a loop */
	bool is_row;		/* it stands for several of one member; count: 1, 0, -1 */
	const void *site;	/* struct ir_inst of the (last) operation */
	const struct trace *trace;	/* the path to that operation */
};

struct state {
	const struct pmap *memory;	/* region id -> contents: place id -> struct value */
	const struct pmap *facts;	/* value id -> struct intset, narrower than its range without */
	const struct pmap *wild;	/* region id -> region that may lie in others, see alias.c */
	const struct pmap *targets;	/* id of a symbol -> struct pointees */
	const struct pmap *locks;	/* address value id -> struct lock */
	const struct pmap *temps;	/* temporary number -> struct value, between blocks */
	const struct pmap *notes;	/* of the engine: ids of opaque calls made -> its own data */
	const struct pmap *escaped;	/* region id -> region whose address others may hold */
	const struct pmap *lost;	/* of the engine: dependencies of facts that joins gave up */
	const void *epoch;	/* NULL: since entry */
	const struct trace *trace;
};

/* The facts that two states give up to become one; maps of ids. */
struct losses {
	const struct pmap *lost_a, *lost_b;	/* lost before */
	const struct pmap *only_a, *only_b;	/* values of which one side alone had a fact */
	const struct pmap *more_a, *more_b;	/* values of which this side's fact said more than the joint one */
};

enum feasibility {
	FEASIBLE,		/* there is an input */
	INFEASIBLE,		/* there is none */
	FEASIBILITY_UNKNOWN,	/* the limit of the search was reached, or C does not define what happens */
};

/* The equality of two pointers, of which one is told by the other. */
struct equality {
	const struct value *symbol;	/* the younger one; NULL: neither is a symbol, or both are the same */
	const struct value *value;	/* that it would be */
	const struct value *a, *b;	/* the pointers, as they are known in the state */
};

struct domain {
	struct values *values;
	struct arena *arena;	/* nodes of the maps; the values' */
	/* The value of a place that STATE does not bind, as of EPOCH. */
	const struct value *(*unbound)(struct domain *domain, const struct state *state,
				       const struct place *place, const void *epoch);
	/* The fact about SYMBOL that holds in every state of this exploration, or NULL. */
	const struct intset *(*base_fact)(struct domain *domain, const struct value *symbol);
	/* Whether an opaque effect can change REGION in STATE. */
	bool (*exposed)(struct domain *domain, const struct state *state,
			const struct region *region);
	/*
	 * Whether the binding of PLACE survives an opaque effect that can change its region;
	 * hook NULL: none does.
	 */
	bool (*survives)(struct domain *domain, const struct state *state,
			 const struct place *place);
	/* Where SYMBOL, a pointer without targets, points; NULL: see pointing_of_symbol(). */
	enum pointing (*pointing)(struct domain *domain, const struct value *symbol);
	/* Whether a store through an unknown pointer can change REGION, data. */
	bool (*addressable)(struct domain *domain, const struct region *region);
	/* Told that JOINED stands for X or Y (may be NULL) from now on; may be NULL. */
	void (*joined)(struct domain *domain, const struct value *joined, const struct value *x,
		       const struct value *y);
	/*
	 * Told that VALUE, or memory as of EPOCH, depends on whether two pointers that others made lead to one object; one
	 * of both is NULL. May be NULL.
	 */
	void (*guessed)(struct domain *domain, const struct value *value, const void *epoch);
	/* Told that memory as of EPOCH depends on X and Y (each may be NULL) from now on; may be NULL. */
	void (*marked)(struct domain *domain, const void *epoch, const struct value *x,
		       const struct value *y);
	/* Told that unbound places as of EPOCH, a join, are as of epoch A or of B; may be NULL. */
	void (*epochs_joined)(struct domain *domain, const void *epoch, const void *a,
			      const void *b);
	/* Returns `lost` of the state that two states become; may be NULL. */
	const struct pmap *(*lose)(struct domain *domain, const struct losses *losses);
	/* Whether facts go that follow from others: states that are joined need them, once those are lost. */
	bool drops_implied;
	/* Rounds of a loop whose symbols have names of their own, 1 at least. */
	uint32_t rounds;
	/* Told that STATE loses its fact about VALUE, of a round that has no name any more; may be NULL. */
	void (*forgot)(struct domain *domain, struct state *state, const struct value *value);
	/* That pointers which others made lead to two objects is no guess: for a search for one way one input is enough. */
	bool chooses_apart;
	/* Told that STATE allows more from now on than all ways to it together; may be NULL. */
	void (*blurred)(struct domain *domain, struct state *state);
	/* Told that EQUALITY is assumed in STATE, or that its truth is asked for; may be NULL. */
	void (*equated)(struct domain *domain, struct state *state, const struct equality *equality);
	/* Whether the bits FROM to TO of REGION may have been read, for state_took_apart(); NULL: they may. */
	bool (*was_read)(struct domain *domain, const struct state *state, const struct region *region,
			 int64_t from, int64_t to);
	/* Like state_feasibility(), for questions about memory; NULL: nothing is found out. */
	enum feasibility (*feasibility)(struct domain *domain, const struct state *state,
					const struct value *value, const struct intset *set);
	void *context;
	/* What makes MIXED symbols now: an instruction or a block; see domain_at(). So many were made. */
	const void *site;
	uint64_t mixed;
	struct intmap mixtures;		/* hash of a place and of what it mixes -> 1 + the symbol's number */
	/* Answers of state_feasibility() by a hash of the question, kept by the caller; NULL: none are. */
	struct intmap *feasibilities;
	struct intmap equalities;	/* hash of a question about two indices -> 1 + whether it may be so */
	uint32_t asked, parted;		/* so many of them; states taken apart for the answers */
	struct intmap mixed_places;	/* place id -> how many symbols the site made for it */
};

/* SITE (struct ir_inst or ir_block), which begins its work, is the name of the MIXED symbols made next. */
void domain_at(struct domain *domain, const void *site);
/* Frees what DOMAIN itself owns. */
void domain_end(struct domain *domain);

/* ---- pointers ---- */

/* The address that POINTER is known to be in STATE: an index with one value, a symbol with one target. */
const struct value *state_pointer(struct domain *domain, const struct state *state,
				  const struct value *pointer);
/* Likewise of VALUE, which need not be a pointer: a mask of low bits counts unless it is known to change nothing. */
const struct value *state_number(struct domain *domain, const struct state *state, const struct value *value);
/* The region that POINTER points into in STATE, in *OFFSET the bytes into it. NULL: a constant. */
const struct region *state_region(struct domain *domain, const struct state *state,
				  const struct value *pointer, int64_t *offset);
/* REGION by the name that state_pointer() gives it, in *SHIFT the bytes that its contents move by. */
const struct region *state_resolve(struct domain *domain, const struct state *state,
				   const struct region *region, int64_t *shift);

/*
 * What stands between POINTER and one place: a symbol with several targets, or an index with up to
 * SPLIT_MAX values. NULL: nothing, or too much.
 */
#define SPLIT_MAX 8
/* Likewise of an array that is no variable: little is known of what it holds. */
#define SPLIT_POINTEE_MAX 4
const struct value *state_choice(struct domain *domain, const struct state *state,
				 const struct value *pointer);
/* Takes way number NUMBER of CHOICE, from 0. False: STATE cannot go it; *MORE: there are further ways. */
bool state_choose(struct domain *domain, struct state *state, const struct value *choice,
		  uint32_t number, bool *more);

/* The targets of SYMBOL, or NULL. */
const struct pointees *state_targets(const struct state *state, const struct value *symbol);
/* What SYMBOL is equal to in STATE, which was tested or chosen; NULL: nothing that is known, or of another width. */
const struct value *state_equal(const struct state *state, const struct value *symbol);
/* Notes that SYMBOL is one of COUNT VALUES, which hold in STATE; those of SYMBOL itself do not count. */
void state_point(struct domain *domain, struct state *state, const struct value *symbol,
		 const struct value **values, uint32_t count);
/* Likewise that JOINED is X of A or Y of B, in RESULT. Returns its targets. */
const struct pointees *state_point_joined(struct domain *domain, const struct state *a,
					  const struct state *b, struct state *result,
					  const struct value *x, const struct value *y,
					  const struct value *joined);
/* Notes that SYMBOL, in STATE, points where OLD points in BEFORE. */
void state_point_somewhere(struct domain *domain, const struct state *before, struct state *state,
			   const struct value *old, const struct value *symbol);
/* Notes that A and B are equal or not. False: that is not feasible. */
bool state_equate(struct domain *domain, struct state *state, const struct value *a,
		  const struct value *b, bool equal);
/* A and B are compared, with either result. */
void state_compare(struct domain *domain, struct state *state, const struct value *a, const struct value *b);
/*
 * Whether STATE has accesses to one place through both pointers of EQUALITY, which took them for pointers to two
 * objects ("no-alias").
 */
bool state_took_apart(struct domain *domain, const struct state *state, const struct equality *equality);
/* Whether A == B, as far as their targets tell. */
enum truth state_same_pointer(struct domain *domain, const struct state *state,
			      const struct value *a, const struct value *b);
/* The union of the targets of both states in RESULT, their join; writes back what only one of them knows. */
void state_join_targets(struct domain *domain, struct state *a, struct state *b,
			struct state *result);
/*
 * The value that is X in A and Y in B, both pointers: an address or JOINED, with its targets noted in
 * RESULT. NULL: they are no pointers.
 */
const struct value *state_join_pointers(struct domain *domain, const struct state *a,
					const struct state *b, struct state *result,
					const struct value *x, const struct value *y,
					const struct value *joined, bool widen);
/* SYMBOL is VALUE from now on: what is known of its target is known of VALUE's. */
void state_settle(struct domain *domain, struct state *state, const struct value *symbol,
		  const struct value *value);
/* Where a pointer that is SYMBOL points, by its kind. */
enum pointing pointing_of_symbol(const struct symbol *symbol);
/* Where SYMBOL, a pointer, points in STATE. */
enum pointing state_symbol_pointing(struct domain *domain, const struct state *state,
				    const struct value *symbol);
static inline enum pointing worse_pointing(enum pointing a, enum pointing b)
{
	return a > b ? a : b;
}

/* Where a pointer to REGION points. */
enum pointing state_pointing(struct domain *domain, const struct state *state,
			     const struct region *region);

/* ---- memory ---- */

/* The value of WIDTH bits at OFFSET (bits) of REGION. FIELD names the place in messages; may be NULL. */
const struct value *state_load(struct domain *domain, const struct state *state,
			       const struct region *region, int64_t offset, uint64_t width,
			       const struct ir_field *field);
void state_store(struct domain *domain, struct state *state, const struct region *region,
		 int64_t offset, uint64_t width, const struct ir_field *field,
		 const struct value *value);
/* Binds what an element of an array of others' memory held at entry, which was loaded just now. */
void state_keep_loaded(struct domain *domain, struct state *state, const struct region *region, int64_t offset,
		       uint64_t width, const struct ir_field *field);
/* Binds WIDTH bits at OFFSET to FILL (a VALUE_FILL). */
void state_fill(struct domain *domain, struct state *state, const struct region *region,
		int64_t offset, uint64_t width, const struct value *fill);
/* Copies WIDTH bits; the two may overlap. */
void state_copy(struct domain *domain, struct state *state,
		const struct region *to, int64_t to_offset,
		const struct region *from, int64_t from_offset, uint64_t width);
/* Likewise from what SOURCE, a state of the same activation, holds. */
void state_copy_from(struct domain *domain, struct state *state, const struct region *to,
		     int64_t to_offset, const struct state *source, const struct region *from,
		     int64_t from_offset, uint64_t width);
/* Moves what is bound by the name of the pointer SYMBOL to VALUE, another name of it. */
void state_move_contents(struct domain *domain, struct state *state, const struct value *symbol,
			 const struct value *value);
/* Copies what is bound where VALUE points to the name of the pointer SYMBOL. */
void state_copy_contents(struct domain *domain, struct state *state, const struct value *value,
			 const struct value *symbol);
/* Forgets the contents of REGION: a local goes out of scope. */
void state_drop_region(struct domain *domain, struct state *state, const struct region *region);
/* Applies an opaque effect at SITE, which STATE has aged: it may have changed all exposed regions. */
void state_havoc(struct domain *domain, struct state *state, const void *site);

/* The bindings in REGION: place id -> struct value; NULL: none. */
const struct pmap *state_contents(const struct state *state, const struct region *region);

/* ---- facts ---- */

/* The numbers that VALUE can be in STATE. */
const struct intset *state_range(struct domain *domain, const struct state *state,
				 const struct value *value);
/* Assumes that VALUE lies in SET. False: that is not feasible, and STATE is of no more use. */
bool state_assume(struct domain *domain, struct state *state, const struct value *value,
		  const struct intset *set);
/* Assumes that VALUE is not zero (TRUTH) or zero (not TRUTH). False: likewise. */
bool state_assume_truth(struct domain *domain, struct state *state, const struct value *value,
			bool truth);
/* Whether VALUE is not zero. */
enum truth state_truth(struct domain *domain, const struct state *state,
		       const struct value *value);

/* ---- inputs ---- */

/* Whether some input makes all facts of STATE true, with VALUE (may be NULL) in SET. */
enum feasibility state_feasibility(struct domain *domain, const struct state *state,
				   const struct value *value, const struct intset *set);

/* ---- symbols over time ---- */

/*
 * Makes the symbols of SITE symbols of the past: a loop comes round, and SITE is about to
 * make new ones.
 */
void state_age(struct domain *domain, struct state *state, const void *site);

/* ---- order ---- */

/* Same memory, temporaries, locks, epoch and escapes; facts, notes and traces may differ. */
bool state_same_memory(const struct state *a, const struct state *b);
/* Equal for states of which that is true. */
uint64_t state_memory_hash(const struct state *state);
bool state_same_locks(const struct state *a, const struct state *b);

/* What became of A when B was united with it. */
struct union_of_facts {
	bool changed;	/* A allows more than before */
	bool exact;	/* A allows nothing that neither of both allowed */
};

/*
 * Unites facts and notes of A and B, which have the same memory, in A. With WIDEN, bounds that grow become
 * the limit of their width.
 */
struct union_of_facts state_unite_facts(struct domain *domain, struct state *a,
					const struct state *b, bool widen);

/*
 * False: state_unite_facts() of A and B, which have the same memory, is not exact. It is found out faster so.
 * GENERALISES: takes from B a fact that does not matter since A is there as well. B then allows what it allowed,
 * and what A allows; nothing else.
 */
bool state_may_unite_exactly(struct domain *domain, const struct state *a, struct state *b, bool generalises);

/*
 * The join of A and B (same locks) at SITE (a struct ir_block): an upper bound. Places that
 * differ get a JOIN symbol with the union of both ranges, with WIDEN widened. The trace is A's.
 */
struct state state_join(struct domain *domain, const struct state *a, const struct state *b,
			const void *site, bool widen);

/* Appends memory, facts and locks to OUT, a line each. */
void state_print(struct domain *domain, const struct state *state, struct strbuf *out);

#endif
