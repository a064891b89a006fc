/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside engine/ only: further questions to a program. */
#ifndef MNCHECK_ENGINE_PROGRAM_H
#define MNCHECK_ENGINE_PROGRAM_H

#include "engine/engine.h"

struct global_ref {
	struct ir_unit *unit;
	struct ir_global *global;	/* NULL: no unit defines it */
};

/* While a model's variable with this prefix is not zero, the event named by the rest does not count. */
#define SUSPENDER_PREFIX "__mn_suspends_"
/* A ghost with this prefix holds what the callers chose, the same all the time; a pointer of theirs is valid. */
#define GIVEN_PREFIX "__mn_given_"

/*
 * Whether KEY is a variable of a model. The kernel's code cannot know or change it. It is zero when a
 * callback is entered.
 */
bool program_is_ghost(const struct program *program, const char *key);
/* Whether KEY is one of these with GIVEN_PREFIX. */
bool program_is_given(const struct program *program, const char *key);
bool program_is_assembly(const struct program *program, const char *key);
struct static_calls *program_static_calls(struct program *program);
bool program_static_call_is_complete(const struct program *program, const char *key);
/* The key of the model's variable __mn_suspends_EVENT, or NULL. */
const char *program_suspender(const struct program *program, const char *event);
/* The units, models among them, in the order of program_add_unit(). */
size_t program_unit_count(const struct program *program);
struct ir_unit *program_unit(const struct program *program, size_t index);

/* Whether a header defines the function KEY. */
bool program_is_in_header(const char *key);
/* Whether the plain NAME is a function that the engine itself understands (model/MODELS.md). */
bool program_is_intrinsic(const char *name);

/* The model with that plain name; without one its function is NULL. */
struct function_ref program_model(const struct program *program, const char *name);
/*
 * The model in ROLE of the function KEY, which must be external or come from a header; of what is called through
 * FIELD. Without one its function is NULL.
 */
struct function_ref program_role_model(struct program *program, const char *role, const char *key);
struct function_ref program_role_member(struct program *program, const char *role,
					const struct ir_field *field);

/* Where a struct has a member. */
struct member_place {
	int64_t offset;		/* bytes from its start */
	const struct ir_field *field;	/* NULL: no unit reads or writes that member */
};
/* Where RECORD has the member NAME, by the first unit that has code for it. */
struct member_place program_member(struct program *program, const char *record, const char *name);

struct global_ref program_global(struct program *program, const char *key);
bool program_field_is_complete(struct program *program, const char *record, const char *field);
/* Why code that was lost may store to a member with the name FIELD, or NULL. */
const char *program_lost(struct program *program, const char *record, const char *field);

#endif
