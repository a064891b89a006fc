/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Comparisons of another variable than the one that holds a result: where a call failed, the code compares a local that
 * was set before the call with an error number.
 */
#ifndef MNCHECK_RULES_COMPARED_RESULTS_H
#define MNCHECK_RULES_COMPARED_RESULTS_H

#include "base/vec.h"
#include "ir/ir.h"

/* One such comparison. */
struct wrong_comparison {
	const struct ir_inst *comparison;
	const char *holder, *other;	/* names of the locals: of the result, and of what is compared */
	uint64_t number;		/* that `other` is compared with */
	uint32_t width;			/* in bits */
};

struct wrong_comparisons { struct wrong_comparison *data; size_t count, room; };

/* Appends those in FUNCTION (loaded), which need not run, of calls that begin a range and can fail. */
void find_wrong_comparisons(const struct ir_unit *unit, const struct ir_function *function,
			    struct wrong_comparisons *found);

#endif
