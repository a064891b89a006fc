/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where arguments come from, read off the IR without exploring: which member's address, or
 * which variable's, is passed to a function, also through parameters of the functions in
 * between. Flow-insensitive; what it cannot follow is said to be unknown.
 */
#ifndef MNCHECK_ENGINE_FLOW_H
#define MNCHECK_ENGINE_FLOW_H

#include "engine/engine.h"

enum source_kind {
	SOURCE_UNKNOWN,		/* not followed */
	SOURCE_FIELD,		/* the address of `field` of some object */
	SOURCE_VARIABLE,	/* the address of the variable or function `key` */
	SOURCE_HELD,		/* what the pointer in member `field` holds; only inside flow.c */
};

struct flow_source {
	enum source_kind kind;
	const struct ir_field *field;
	const char *key;
};

#define FLOW_ARGUMENTS_MAX 2

/* What was passed together in one way to make the call. */
struct flow {
	struct flow_source sources[FLOW_ARGUMENTS_MAX];
	const struct ir_unit *unit;	/* where the last of them was read */
};
typedef VEC(struct flow) flows;

/*
 * Appends to FLOWS, for each call of the function with the C name NAME in any unit, where
 * its arguments INDICES (COUNT of them) come from. What was put into a member of a struct and
 * is passed from there is followed to whatever is put into that member. Names of external functions that merely
 * hand parameters on are appended to CALLEES (strings of the units): units that call these belong in
 * the program too.
 */
void program_flows(struct program *program, const char *name, const uint32_t *indices,
		   size_t count, flows *found, struct strings *callees);

#endif
