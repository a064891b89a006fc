/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The functions that call notifiers: the core, by its tables, and those that begin a range by a function of the core.
 * No table names them. They are found by the names that they call.
 */
#ifndef MNCHECK_ANALYSIS_CALLERS_H
#define MNCHECK_ANALYSIS_CALLERS_H

#include "analysis/candidates.h"
#include "analysis/session.h"

/*
 * Which callers are wanted: those of functions that can fail. With ALL rules, or with the one about callers alone, all
 * that begin a range, and those that end a range of their own, which a function of another file began.
 */
bool wants_all_callers(const bool rule_enabled[RULE_COUNT]);

/* Announces the search for all callers, to be done in one pass over the tree with others. */
void expect_all_callers(struct tree *tree);

/*
 * Appends to FILES (in the tree's arena) the sources that may have such callers. SESSION has an open build; the first
 * question opens *INDEX. Returns 0, or -1 with ERROR filled.
 */
int caller_files(struct session *session, struct tree_index **index, const bool rule_enabled[RULE_COUNT],
		 struct strings *files, struct error *error);

/* The same for any architecture, without a session's build. */
int files_that_may_call(struct tree *tree, struct tree_index **index, const bool rule_enabled[RULE_COUNT],
			struct strings *files, struct error *error);

/* Whether the source TEXT (LENGTH bytes) may have such callers, by the names in it. */
bool may_have_callers(const char *text, size_t length, const bool rule_enabled[RULE_COUNT]);

/*
 * Appends the callers that UNIT's main file defines, with their bodies. With ALL false only those of what can fail.
 * Returns 0, or -1 with ERROR filled.
 */
int callers_in_unit(struct ir_unit *unit, bool all, struct candidates *candidates, struct error *error);

#endif
