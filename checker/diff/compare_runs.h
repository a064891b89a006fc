/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares two whole results, as mncheck compare does and scan --baseline. Rows and findings are paired as by
 * mncheck diff (pair_rows.h, known_finding.h).
 */
#ifndef MNCHECK_DIFF_COMPARE_RUNS_H
#define MNCHECK_DIFF_COMPARE_RUNS_H

#include "report/changes.h"

/* A comparison of two results, for all printers. */
struct run_comparison {
	struct run before;	/* owned, with its arena; the rows of `changes` point into it */
	struct run fixed;	/* the findings that are gone, as struct run_change has them */
	struct changes changes;
	struct run_change change;
};

/*
 * Compares comparison->before, which the caller filled, with AFTER, and sets AFTER->change. FROM and TO name both
 * for people. COMPARISON must not move while AFTER is used; run_comparison_free() frees it.
 */
void compare_runs(struct run_comparison *comparison, struct run *after, const char *from, const char *to);
/* Frees all that a comparison holds; a zeroed one too. AFTER stays, without its change. */
void run_comparison_free(struct run_comparison *comparison);

/*
 * Gives findings their triage: TRIAGE_OF returns that of a finding, or NULL. Findings that it dismisses are no news
 * any more.
 */
void apply_triage(struct changes *changes, const struct triage *(*triage_of)(void *context, const struct finding_change *),
		  void *context);

/*
 * EXIT_VIOLATION: a new finding; EXIT_UNDECIDED (STRICT: EXIT_VIOLATION): only newly undecided rules, or new
 * problems; else EXIT_ALL_HOLD.
 */
int changes_exit_code(const struct changes *changes, bool strict);

#endif
