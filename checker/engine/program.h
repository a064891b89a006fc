/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside engine/ only: what else a program is asked. */
#ifndef MNCHECK_ENGINE_PROGRAM_H
#define MNCHECK_ENGINE_PROGRAM_H

#include "engine/engine.h"

struct global_ref {
	struct ir_unit *unit;
	struct ir_global *global;	/* NULL: no unit defines it */
};

/* A model's variable with this prefix: while it is not zero, the event named by the rest is not. */
#define SUSPENDER_PREFIX "__mn_suspends_"

/*
 * Whether KEY is a variable of a model: state that the kernel's code cannot know
 * or change, zero when a callback is entered.
 */
bool program_is_ghost(const struct program *program, const char *key);
bool program_is_assembly(const struct program *program, const char *key);
struct static_calls *program_static_calls(struct program *program);
bool program_static_call_is_complete(const struct program *program, const char *key);
/* The name of the model's variable __mn_suspends_EVENT, or NULL: there is none. */
const char *program_suspender(const struct program *program, const char *event);
/* The units, models among them, in the order in which they were added. */
size_t program_unit_count(const struct program *program);
struct ir_unit *program_unit(const struct program *program, size_t index);

/* Whether the plain NAME is one of the functions that only the engine knows (model/MODELS.md). */
bool program_is_intrinsic(const char *name);

struct global_ref program_global(struct program *program, const char *key);
bool program_field_is_complete(struct program *program, const char *record, const char *field);

#endif
