/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside engine/ only: what a function pointer in a static variable may be. */
#ifndef MNCHECK_ENGINE_STATIC_TABLES_H
#define MNCHECK_ENGINE_STATIC_TABLES_H

#include "engine/internal.h"
#include "engine/program.h"

/* Whether each store to FIELD, a function pointer, of the variable of REF names that variable. */
bool is_stored_by_name(struct global_ref ref, const struct ir_field *field);
/*
 * Appends to TARGETS (VEC) the functions that POINTER, loaded from FIELD of such a variable, may be. False: it was
 * loaded from something else.
 */
bool targets_of_variable(struct activation *activation, const struct value *pointer, const struct ir_field *field,
			 struct field_targets *targets);

#endif
