/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Callbacks that reach their field by value: through variables, parameters of a setter, members of
 * other structs, arrays and results. Which functions arrive there is found without regard to the order of
 * statements, in units; files that callers or stores may be in are brought in by the index.
 */
#ifndef MNCHECK_ANALYSIS_FLOWS_H
#define MNCHECK_ANALYSIS_FLOWS_H

#include "analysis/session.h"
#include "contract/contract.h"
#include "ir/ir.h"
#include "tree/tree.h"

/* A function that arrives. */
struct flow_target {
	struct ir_unit *unit;	/* that names it */
	uint32_t symbol;	/* there */
};

/* One store of a value that is no function's name. */
struct callback_flow {
	enum contract_kind kind;
	const char *file;	/* where it stands */
	unsigned line;
	const char *value;	/* what is stored, as far as it has a name: "start", "pick()" */
	VEC(struct flow_target) targets;
	const char *open;	/* why other functions may arrive there; NULL: these are all */
};

struct flows { struct callback_flow *data; size_t count, room; };

/* Where flows are followed. */
struct callback_search {
	struct session *session;	/* NULL: in UNITS */
	struct ir_unit *const *units;
	size_t nunits;
	struct tree_index **index;	/* opened by the first question to it */
	const char *arch;
	struct arena *arena;		/* owns the strings of what is found */
	bool alone;			/* no other file is brought in: what comes from there is open */
	struct strings *names;		/* gets the names that other files were asked for; or NULL */
};

/*
 * Appends the flows into callbacks' fields of UNIT to FLOWS. Returns 0, or -1 with ERROR for a
 * failure of the whole.
 */
int flows_of_unit(const struct callback_search *search, struct ir_unit *unit, struct flows *flows,
		  struct error *error);
void flows_free(struct flows *flows);

#endif
