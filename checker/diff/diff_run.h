/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a change did to the verdicts. Both states of the tree are judged, as far as the change
 * can matter, and compared; whoever wants that (mncheck diff, hooks, b4) gets two runs.
 *
 *	mncheck diff [OPTION...] [REV | A..B | -] [TREE]
 *
 *	(nothing)	HEAD against the work tree
 *	REV		REV against the work tree
 *	A..B, A...B	two commits; A...B: from where they parted
 *	--staged	(also --cached) HEAD, or REV, against the index
 *	-		a mail or patch on stdin, on top of HEAD
 *
 * and the report, rule, work and tree options of `mncheck scan`.
 */
#ifndef MNCHECK_DIFF_DIFF_RUN_H
#define MNCHECK_DIFF_DIFF_RUN_H

#include "base/progress.h"
#include "analysis/options.h"
#include "rules/rules.h"
#include "vcs/change.h"

struct diff {
	/*
	 * A row for each callback of which there is something new to say, as the change leaves
	 * it: only new findings and new reasons for `undecided` are in it. Each printer can
	 * print it (run.change is set).
	 */
	struct run news;
	/* A row for each callback in which the change fixed something: findings that are gone. */
	struct run fixed;
	size_t judged;		/* callbacks that the change can affect: judged again */
	struct run_change change;	/* what news.change points at: the struct must not be moved */
};

/*
 * Judges REQUEST in the git work tree that holds the kernel tree TREE. A change that no
 * callback depends on is answered without parsing anything. DIFF is zeroed by the caller, who
 * frees it in any case. Returns 0, or -1 with ERROR filled (ERROR_ANALYSIS: a mail in which
 * there is no patch).
 */
int diff_run(const struct options *options, struct progress *progress, const char *tree,
	     const struct change_request *request, struct diff *diff, struct error *error);
void diff_free(struct diff *diff);

/* 1: something new violates; 3: only something newly undecided (--strict: 1); else 0. */
int diff_exit_code(const struct options *options, const struct diff *diff);

#endif
