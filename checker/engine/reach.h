/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reach: which events can follow from a call, read off the call graph alone. It looks at no value. So
 * one walk over the bodies proves "never", whatever they compute, and only the rest must be explored. It
 * resolves calls through members as class-hierarchy analysis does (Dean, Grove and Chambers,
 * "Optimization of object-oriented programs using static class hierarchy analysis", 1995), with kernel
 * ops tables for classes.
 *
 * What it finds belongs to the program, not to an engine: all callbacks share it.
 */
#ifndef MNCHECK_ENGINE_REACH_H
#define MNCHECK_ENGINE_REACH_H

#include "engine/engine.h"

enum reach_answer {
	REACH_NEVER,	/* no path in the call graph leads to the event */
	REACH_PERHAPS,	/* some path does, or leads to a pointer with unknown targets */
	REACH_LACKS,	/* none so far, but some bodies on the way are in no unit */
};

/* A call below the function asked about, of a function without a body in any unit. */
struct reach_gap {
	struct ir_unit *unit;
	const struct ir_function *function;	/* the caller */
	const struct ir_inst *site;
	const char *key;	/* of the callee */
	bool from_model;
};

struct reach_result {
	enum reach_answer answer;
	/*
	 * PERHAPS: the distance from the function to the event, in steps of about one small function. A
	 * way through a pointer is longer than any way without.
	 */
	uint32_t distance;
	/* Calls in a scope that suspends the event were left out (scopes.h, assumption "scope-neutral"). */
	bool in_scope;
	VEC(struct reach_gap) gaps;	/* LACKS: one per key, in the order of the walk */
};

/* Distances from here on lead through a pointer, or through a body that is not to be found. */
#define REACH_POINTER_DISTANCE 1000

/* The event of taking or dropping a lock. */
#define REACH_LOCK "lock"

struct reach;

/* The steps that FUNCTION, whose body is loaded, adds to a distance. */
uint32_t reach_weight(const struct ir_function *function);

struct reach *reach_new(struct program *program);
void reach_free(struct reach *reach);

/*
 * Whether a call of REF can lead to EVENT (as announced by __mn_event()). The answer for functions in
 * GIVEN_UP (keys; may be NULL), whose bodies are not to be found, is perhaps.
 */
void reach_ask(struct reach *reach, struct function_ref ref, const char *event,
	       const struct strmap *given_up, struct reach_result *result);

/*
 * Whether a call of REF is known to lead to an assignment of FIELD, of any object. Missing bodies and
 * pointers with unknown targets count for no: this is no proof.
 */
bool reach_assigns(struct reach *reach, struct function_ref ref, const struct ir_field *field);

/* Receives the parts of a closure, each at least once. */
struct reach_visitor {
	void (*unit)(struct reach_visitor *visitor, const struct ir_unit *unit);
	/* The key of a function that no unit holds, or of a static call's trampoline. */
	void (*missing)(struct reach_visitor *visitor, const char *key);
	/* A member that calls go through. COMPLETE: all its targets are known. */
	void (*member)(struct reach_visitor *visitor, const struct ir_field *field, bool complete);
};

/*
 * Visits all that calls of the COUNT functions can lead to, by what the program knows now. An answer of
 * the engine or of the call graph stays right while none of that changes.
 */
void reach_closure(struct reach *reach, const struct function_ref *roots, size_t count,
		   struct reach_visitor *visitor);

#endif
