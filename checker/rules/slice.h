/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which steps of a path decide where it leads. A slice of one activation of a function: the steps that a verdict
 * needs, the branches that control whether these run, and the steps that its values come from.
 */
#ifndef MNCHECK_RULES_SLICE_H
#define MNCHECK_RULES_SLICE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/engine.h"

#define NO_STEP SIZE_MAX

struct slice {
	const struct trace **steps;	/* in the order in which they ran */
	bool *decides;			/* by step */
	size_t count;
};

/* The steps of the activation that LAST ends, none of which decides so far; in ARENA. */
struct slice slice_begin(struct arena *arena, const struct trace *last);
/* Step AT decides, and with it the branches that control whether it runs. */
void slice_keep(struct slice *slice, size_t at);
/*
 * The call or the assignment, before step AT, that OPERAND of the instruction of AT comes from by way of local
 * variables; NO_STEP: no step of the path shows it.
 */
size_t slice_origin(const struct slice *slice, size_t at, const struct ir_operand *operand);
/* Says of an instruction of a function whether it is the one that is looked for. */
typedef bool is_sought(const struct ir_function *function, const struct ir_inst *inst, void *context);
/* Whether the branch STEP turns away from all SOUGHT: other ways of it come to one, and the way that it took does not. */
bool turns_away(const struct trace *step, is_sought *sought, void *context);
/* Whether the other ways of the branch STEP lead straight out of the function. */
bool is_guard(const struct trace *step);

#endif
