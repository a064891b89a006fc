/* SPDX-License-Identifier: GPL-2.0-only */
/* Candidates: located callbacks, before they become rows with verdicts. */
#ifndef MNCHECK_ANALYSIS_CANDIDATES_H
#define MNCHECK_ANALYSIS_CANDIDATES_H

#include "contract/contract.h"
#include "ir/ir.h"
#include "rules/rules.h"
#include "locate/locate.h"
#include "tree/tree.h"

/* One function in one field of an ops struct. */
struct candidate {
	enum contract_kind kind;
	const char *function;	/* its C name */
	const char *ops;	/* the ops variable; "": it has no name */
	const char *ops_file;	/* that sets the field */
	const char *const *siblings;	/* other fields of the same struct that are set, sorted */
	size_t nsiblings;
	const char *file;	/* of the definition; "": not known yet */
	unsigned line;		/* of its name there; 0: not known yet */
	struct ir_unit *unit;	/* that holds its body, or NULL */
	struct ir_function *body;	/* in `unit` */
	const char *assumes;	/* configuration of `unit`; NULL: the build's own */
	enum row_built built;	/* how `unit` is compiled */
	const char *why_not;	/* why there is no body */
	unsigned ops_line;	/* where the field is set, 0 not known */
	const char *misfit;	/* see struct ir_assign */
	bool hidden;		/* only a unit shows it, the text does not */
	const char *table_assumes;	/* configuration of the unit that shows it, or NULL */
	bool unwanted;		/* it is known, and gets no row */
};

struct candidates { struct candidate *data; size_t count, room; };

/* Appends the callbacks that locate found. Strings stay the tree's. */
void candidates_from_located(const struct locate_result *located, struct candidates *candidates);

/* Appends the callbacks that the assignments in UNITS set. Strings are the units' or in ARENA. */
void candidates_from_units(struct arena *arena, struct ir_unit *const *units, size_t count,
			   struct candidates *candidates);

/*
 * Looks for the candidate's body in UNIT, a function of that name. If `file` is known, only a function there
 * fits. Otherwise takes, in this order: one in the file that sets the field; a static one, if UNIT's source
 * sets the field; an external one. Sets `unit`, `body`, `file` and `line`. Returns whether there is one.
 */
bool candidate_bind(struct candidate *candidate, struct ir_unit *unit);

/* Whether the contract covers the candidate (contract_covers_function()). True if there is no body. */
bool candidate_is_covered(const struct candidate *candidate);

/* What UNIT says of the type of the candidate where it puts it into its field; NULL: nothing. */
const char *candidate_misfit_in(const struct candidate *candidate, const struct ir_unit *unit);
/* One of another type than its field is not judged: no body, and the reason. */
void candidate_refuse_misfit(struct candidate *candidate);

/* Sorts by file, line, function, ops and kind, and removes doubles. */
void candidates_sort(struct candidates *candidates);

/* The row of a candidate: not analysed, without verdicts. Its strings are copies in ARENA. */
struct row candidate_row(struct arena *arena, const struct candidate *candidate);

#endif
