/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static calls. A call of the trampoline __SCT__NAME enters the functions that DEFINE_STATIC_CALL(), or
 * static_call_update() at run time, put into it (include/linux/static_call.h). They are read off the
 * units that do so (assumption "static-calls").
 */
#ifndef MNCHECK_ENGINE_STATIC_CALL_H
#define MNCHECK_ENGINE_STATIC_CALL_H

#include "base/map.h"
#include "engine/engine.h"

#define STATIC_CALL_TRAMPOLINE "__SCT__"

/* The targets of one trampoline. */
struct static_call {
	struct field_targets functions;
	VEC(const struct ir_field *) fields;	/* all functions that these members hold */
	bool incomplete;	/* some target could not be followed */
	bool may_be_null;	/* static_call_cond() may do nothing */
};

/* All trampolines that units told of so far. The program owns it, since it grows with its units. */
struct static_calls {
	struct strmap by_name;	/* NAME -> struct static_call */
	VEC(struct static_call *) all;
	size_t scanned;		/* units of the program that were looked through */
};

/*
 * The targets of the trampoline KEY (plain name). NULL: program_complete_static_call() was not called
 * for it, or no unit of PROGRAM defines or updates it.
 */
const struct static_call *program_static_call(struct program *program, const char *key);
/* Likewise, as far as the units tell by now. */
const struct static_call *program_static_call_so_far(struct program *program, const char *key);
/* The name of the static call whose key is VARIABLE; NULL: that is no key. */
const char *static_call_of_key(const char *variable);
/* Whether KEY is the name of a trampoline. */
bool is_static_call(const char *key);

#endif
