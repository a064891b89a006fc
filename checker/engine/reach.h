/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reach: which events can follow from a call at all, read off the call graph alone. It looks
 * at no value, so that "never" is proved in one walk over the bodies, whatever they
 * compute; only what is not "never" must be explored. (Class-hierarchy-like resolution of calls
 * through members: Dean, Grove and Chambers, "Optimization of object-oriented programs using
 * static class hierarchy analysis", 1995, with kernel ops tables for classes.)
 *
 * What it finds belongs to the program, not to an engine: all callbacks share it.
 */
#ifndef MNCHECK_ENGINE_REACH_H
#define MNCHECK_ENGINE_REACH_H

#include "engine/engine.h"

enum reach_answer {
	REACH_NEVER,	/* no path in the call graph leads to the event */
	REACH_PERHAPS,	/* one does, or leads to a pointer whose targets are not known */
	REACH_LACKS,	/* none so far, but bodies on the way are in no unit */
};

/* A call, below the function asked about, of a function whose body is in no unit. */
struct reach_gap {
	struct ir_unit *unit;
	const struct ir_function *function;	/* that calls */
	const struct ir_inst *site;
	const char *key;	/* of the function called */
	bool from_model;
};

struct reach_result {
	enum reach_answer answer;
	/* PERHAPS: how much there is to look into from the function to the event, in steps of about
	   one small function; what leads through a pointer counts for more than any way without. */
	uint32_t distance;
	VEC(struct reach_gap) gaps;	/* LACKS: one per key, in the order of the walk */
};

/* From here on, a distance leads through a pointer, or a body that cannot be had. */
#define REACH_POINTER_DISTANCE 1000

/* The event of taking or dropping a lock. */
#define REACH_LOCK "lock"

struct reach;

/* What looking into FUNCTION, whose body is loaded, counts for in distances. */
uint32_t reach_weight(const struct ir_function *function);

struct reach *reach_new(struct program *program);
void reach_free(struct reach *reach);

/*
 * Whether a call of REF can lead to EVENT (as announced by __mn_event()). A function in
 * GIVEN_UP (keys; may be NULL), whose body cannot be had, counts as perhaps.
 */
void reach_ask(struct reach *reach, struct function_ref ref, const char *event,
	       const struct strmap *given_up, struct reach_result *result);

/*
 * Whether a function that a call of REF is known to lead to assigns FIELD, of whatever object. What
 * has no body, and pointers whose targets are not known, count for no: this is no proof.
 */
bool reach_assigns(struct reach *reach, struct function_ref ref, const struct ir_field *field);

/* Who is told what a closure holds; of each, more than once if need be. */
struct reach_visitor {
	void (*unit)(struct reach_visitor *visitor, const struct ir_unit *unit);
	/* The key of a function that no unit holds, or that a static call is made by. */
	void (*missing)(struct reach_visitor *visitor, const char *key);
	/* A member that functions are called through; COMPLETE: all that can be in it is known. */
	void (*member)(struct reach_visitor *visitor, const struct ir_field *field, bool complete);
};

/*
 * All that calls of the COUNT functions can lead to, by what the program knows now: whatever is read
 * off it, on values or on the call graph alone, stays as it is while none of that changes.
 */
void reach_closure(struct reach *reach, const struct function_ref *roots, size_t count,
		   struct reach_visitor *visitor);

#endif
