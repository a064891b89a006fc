/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A callback whose ops have a second pass is called by the core as one: where it accepts and
 * hands out what is to be finished, the second pass follows, even if a later notifier made the
 * whole call fail. What the core does is written down as a function over the two.
 */
#ifndef MNCHECK_ANALYSIS_PASSES_H
#define MNCHECK_ANALYSIS_PASSES_H

#include "analysis/candidates.h"
#include "engine/engine.h"

struct passes {
	struct function_ref function;	/* calls both; none: there is no second pass */
	const char *why_not;	/* there is one, but which function it is is not known */
};

/*
 * The two passes of CANDIDATE, whose body is bound; the function goes into PROGRAM. Strings are
 * constants.
 */
struct passes passes_of(struct program *program, const struct candidate *candidate);

#endif
