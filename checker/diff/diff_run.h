/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a change does to the verdicts. Judges in both states of the tree the callbacks that the change can
 * affect, and compares the verdicts. Serves mncheck diff, the hooks and b4.
 *
 *	mncheck diff [OPTION...] [REV | A..B | -] [TREE]
 *
 *	(nothing)	HEAD against the work tree
 *	REV		REV against the work tree
 *	A..B, A...B	two commits; A...B: from where they parted
 *	--staged	(also --cached) HEAD, or REV, against the index
 *	-		a mail or patch on stdin, on top of HEAD
 *
 * `mncheck diff` also takes the report, rule, work and tree options of `mncheck scan`.
 */
#ifndef MNCHECK_DIFF_DIFF_RUN_H
#define MNCHECK_DIFF_DIFF_RUN_H

#include "base/progress.h"
#include "analysis/options.h"
#include "rules/rules.h"
#include "vcs/change.h"

struct diff {
	/*
	 * A row for each callback with news, as the change leaves it: only new findings and new reasons for
	 * `undecided`. Every printer can print this run (news.change is set).
	 */
	struct run news;
	/* A row for each callback in which the change fixed something: the findings that are gone. */
	struct run fixed;
	size_t judged;		/* number of callbacks that the change can affect: all judged again */
	struct run_change change;	/* news.change points here: do not move the struct */
};

/*
 * Judges REQUEST in the git work tree that holds the kernel tree TREE. Parses nothing if no callback depends
 * on the change. The caller zeroes DIFF, and frees it in any case. Returns 0, or -1 with ERROR filled
 * (ERROR_ANALYSIS: the mail has no patch).
 */
int diff_run(const struct options *options, struct progress *progress, const char *tree,
	     const struct change_request *request, struct diff *diff, struct error *error);
void diff_free(struct diff *diff);

/*
 * EXIT_VIOLATION: a new finding; EXIT_UNDECIDED (--strict: EXIT_VIOLATION): only new undecided rules; else
 * EXIT_ALL_HOLD.
 */
int diff_exit_code(const struct options *options, const struct diff *diff);

#endif
