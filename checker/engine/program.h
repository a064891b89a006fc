/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside engine/ only: what else a program is asked. */
#ifndef MNCHECK_ENGINE_PROGRAM_H
#define MNCHECK_ENGINE_PROGRAM_H

#include "engine/engine.h"

struct global_ref {
	struct ir_unit *unit;
	struct ir_global *global;	/* NULL: no unit defines it */
};

struct global_ref program_global(struct program *program, const char *key);
bool program_field_is_complete(struct program *program, const char *record, const char *field);

#endif
