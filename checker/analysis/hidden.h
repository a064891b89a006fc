/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Callbacks that only units show: behind macros and typedefs, and those that reach their field by value
 * (flows.h). What units say is merged with what is known already.
 */
#ifndef MNCHECK_ANALYSIS_HIDDEN_H
#define MNCHECK_ANALYSIS_HIDDEN_H

#include "analysis/candidates.h"
#include "analysis/flows.h"

struct hidden_search {
	struct callback_search flows;
	/* "record.field" of the callbacks that the tree declares, or NULL: all that there are. */
	const struct strings *declared;
	struct candidates *candidates;	/* known so far; what is found is added */
};

/*
 * Adds what UNIT shows. A candidate that stands for a value and not for a function is
 * replaced by the functions that arrive there, or gets the reason why they are not all known. Returns
 * how many candidates are new, or -1 with ERROR for a failure of the whole.
 */
long hidden_in_unit(const struct hidden_search *search, struct ir_unit *unit, struct error *error);

#endif
