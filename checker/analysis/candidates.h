/* SPDX-License-Identifier: GPL-2.0-only */
/* Callbacks on their way from a place in a source to a row with verdicts. */
#ifndef MNCHECK_ANALYSIS_CANDIDATES_H
#define MNCHECK_ANALYSIS_CANDIDATES_H

#include "contract/contract.h"
#include "ir/ir.h"
#include "rules/rules.h"
#include "locate/locate.h"
#include "tree/tree.h"

/* One function that was put into one field of an ops struct. */
struct candidate {
	enum contract_kind kind;
	const char *function;	/* its C name */
	const char *ops;	/* the ops variable, "" when it has no name */
	const char *ops_file;	/* where the field is set */
	const char *const *siblings;	/* other fields that are set with it, sorted */
	size_t nsiblings;
	const char *file;	/* of the definition, "" until known */
	unsigned line;		/* of its name there, 0 until known */
	struct ir_unit *unit;	/* that holds its body, or NULL */
	struct ir_function *body;	/* there */
	const char *assumes;	/* configuration of that unit, or NULL */
	enum row_built built;	/* how that unit is compiled */
	const char *why_not;	/* why there is no body */
	unsigned ops_line;	/* where the field is set, 0 not known */
	const char *misfit;	/* see struct ir_assign */
	bool hidden;		/* only a unit shows it, the text does not */
	const char *table_assumes;	/* configuration of the unit that shows it, or NULL */
	bool unwanted;		/* it is known, and gets no row */
};

struct candidates { struct candidate *data; size_t count, room; };

/* What locate found. The strings stay the tree's. */
void candidates_from_located(const struct locate_result *located, struct candidates *candidates);

/* What the assigns of units say; strings are the units' or in ARENA. */
void candidates_from_units(struct arena *arena, struct ir_unit *const *units, size_t count,
			   struct candidates *candidates);

/*
 * Looks for the candidate's function in UNIT: the one defined in the file where
 * locate saw it, else the unit's only one of that name, else an external one. On
 * success `unit`, `body`, `file` and `line` are set.
 */
bool candidate_bind(struct candidate *candidate, struct ir_unit *unit);

/* Whether the contract is about it (contract_covers_function()); without a body it may be. */
bool candidate_is_covered(const struct candidate *candidate);

/* What UNIT says of the type of the candidate where it puts it into its field; NULL: nothing. */
const char *candidate_misfit_in(const struct candidate *candidate, const struct ir_unit *unit);
/* One of another type than its field is not judged: no body, and the reason. */
void candidate_refuse_misfit(struct candidate *candidate);

/* By file, line, function, ops; several entries for one function in one ops become one. */
void candidates_sort(struct candidates *candidates);

/*
 * The row of a candidate, without verdicts: not analysed until a judge says otherwise. Its
 * strings are copies in ARENA.
 */
struct row candidate_row(struct arena *arena, const struct candidate *candidate);

#endif
