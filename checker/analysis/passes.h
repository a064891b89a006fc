/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Passes: a callback in two parts. The core calls the second pass where the first accepted and handed out
 * something to finish, even if a later notifier made the whole call fail. A function over both passes,
 * written here, does what the core does; the engine explores it.
 */
#ifndef MNCHECK_ANALYSIS_PASSES_H
#define MNCHECK_ANALYSIS_PASSES_H

#include "analysis/candidates.h"
#include "engine/engine.h"

struct passes {
	struct function_ref function;	/* calls both; none: there is no second pass */
	const char *why_not;	/* there is one, but which function it is is not known */
};

/* Writes the function for CANDIDATE, whose body is bound. The caller owns its unit. Strings are constants. */
struct passes passes_of(const struct candidate *candidate);

#endif
