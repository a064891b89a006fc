/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside engine/ only: what else a program is asked. */
#ifndef MNCHECK_ENGINE_PROGRAM_H
#define MNCHECK_ENGINE_PROGRAM_H

#include "engine/engine.h"

struct global_ref {
	struct ir_unit *unit;
	struct ir_global *global;	/* NULL: no unit defines it */
};

/*
 * Whether KEY is a variable of a model: state that the kernel's code cannot know
 * or change, zero when a callback is entered.
 */
bool program_is_ghost(const struct program *program, const char *key);
/* The units, models among them, in the order in which they were added. */
size_t program_unit_count(const struct program *program);
struct ir_unit *program_unit(const struct program *program, size_t index);

struct global_ref program_global(struct program *program, const char *key);
bool program_field_is_complete(struct program *program, const char *record, const char *field);

#endif
