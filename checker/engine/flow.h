/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where arguments come from, read off the IR without exploring: the member, or the variable, whose
 * address is passed to a function. Parameters of the functions in between are followed. The analysis is
 * flow-insensitive. What it cannot follow it reports as unknown.
 */
#ifndef MNCHECK_ENGINE_FLOW_H
#define MNCHECK_ENGINE_FLOW_H

#include "engine/engine.h"

enum source_kind {
	SOURCE_UNKNOWN,		/* not followed */
	SOURCE_FIELD,		/* the address of `field` of some object */
	SOURCE_VARIABLE,	/* the address of the variable or function `key` */
	SOURCE_HELD,		/* the pointer that member `field` holds; only inside flow.c */
};

struct flow_source {
	enum source_kind kind;
	const struct ir_field *field;
	const char *key;
};

#define FLOW_ARGUMENTS_MAX 2

/* The sources of the arguments of one call. */
struct flow {
	struct flow_source sources[FLOW_ARGUMENTS_MAX];
	const struct ir_unit *unit;	/* of the last of them */
};
typedef VEC(struct flow) flows;

/*
 * Appends to FLOWS the sources of the arguments INDICES (COUNT of them) of each call of the function
 * with the C name NAME in any unit. An argument loaded from a member of a struct has all that is put
 * into that member for sources. Appends to CALLEES (strings of the units) the names of external
 * functions that merely hand parameters on: the units that call these belong in the program too.
 */
void program_flows(struct program *program, const char *name, const uint32_t *indices,
		   size_t count, flows *found, struct strings *callees);

#endif
