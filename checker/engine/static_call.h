/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static calls: a call of the trampoline __SCT__NAME enters what was put into it, by
 * DEFINE_STATIC_CALL() or by static_call_update() at run time; read off the units that do so
 * (assumption "static-calls"). include/linux/static_call.h
 */
#ifndef MNCHECK_ENGINE_STATIC_CALL_H
#define MNCHECK_ENGINE_STATIC_CALL_H

#include "engine/engine.h"

/* What one trampoline can enter. */
struct static_call {
	struct field_targets functions;
	VEC(const struct ir_field *) fields;	/* whatever functions these members hold */
	bool incomplete;	/* something else as well, which could not be followed */
};

struct static_calls;

struct static_calls *static_calls_new(void);
void static_calls_free(struct static_calls *calls);

/*
 * Of the trampoline KEY (plain name), once program_complete_static_call() was called for it; NULL:
 * it was not, or the units of PROGRAM do not tell at all.
 */
const struct static_call *program_static_call(struct program *program, const char *key);
/* Likewise, as far as the units tell by now: more may come. */
const struct static_call *program_static_call_so_far(struct program *program, const char *key);
/* Whether KEY is the name of a trampoline. */
bool is_static_call(const char *key);

#endif
