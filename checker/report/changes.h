/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What became of callbacks, verdicts and findings from one result to another. diff/compare_runs.h makes it;
 * printers read it through run->change->changes. Everything points into the two runs, which outlive it.
 *
 * `mncheck diff` makes none: run->change->changes is NULL, and all that its run holds is new.
 */
#ifndef MNCHECK_REPORT_CHANGES_H
#define MNCHECK_REPORT_CHANGES_H

#include "rules/rules.h"

/* A callback, from BEFORE to AFTER. */
enum row_fate {
	ROW_STAYED,		/* the same callback; its line may be another */
	ROW_RENAMED,		/* callback, ops or file have another name */
	ROW_ADDED,		/* only after */
	ROW_VANISHED,		/* only before */
	ROW_UNSEEN,		/* only before: the scan after was restricted to other files */
	ROW_FATE_COUNT,
};
const char *row_fate_name(enum row_fate fate);	/* "stayed", "renamed", "added", "vanished", "unseen" */

/* A finding, seen from the side that has it. */
enum finding_fate {
	FINDING_UNCHANGED,	/* both sides have it */
	FINDING_NEW,		/* only after, and it counts */
	FINDING_FIXED,		/* only before: the rule holds now, or the callback vanished */
	FINDING_OPENED,		/* only before, but not proved to be gone: its rule is undecided, or finds another fault */
	FINDING_DISMISSED,	/* only after, but suppressed, or somebody said that it is false or stays */
	FINDING_FATE_COUNT,
};
const char *finding_fate_name(enum finding_fate fate);	/* "unchanged", "new", "fixed", "opened", "dismissed" */

/* The triage state of a finding, which people give it (mncheck triage). */
enum triage_state {
	TRIAGE_NONE,
	TRIAGE_CONFIRMED,	/* a fault */
	TRIAGE_FALSE,		/* none: mncheck is wrong */
	TRIAGE_WONT_FIX,	/* a fault that stays */
	TRIAGE_REPORTED,	/* `link` says where */
	TRIAGE_FIXED_BY,	/* `link` is a commit; if it is found after that, it is new again */
	TRIAGE_COUNT,
};
const char *triage_name(enum triage_state state);	/* "confirmed", "false", "wont-fix", "reported", "fixed-by" */

struct triage {
	enum triage_state state;
	const char *link;	/* or "" */
	const char *note;	/* or "" */
	const char *who, *when;	/* "2026-11-30 08:00:00" (UTC) */
};

struct finding_change {
	const struct row *row;	/* that has it, of the side that has it: of `after` if both do */
	const struct finding *finding;
	const struct finding *earlier;	/* the same finding before; NULL unless both sides have it */
	enum finding_fate fate;
	const struct triage *triage;	/* NULL: none was given, or no history is at hand */
};

struct row_change {
	const struct row *before, *after;	/* one of them may be NULL */
	enum row_fate fate;
	bool opened[RULE_COUNT];	/* newly undecided */
	bool decided[RULE_COUNT];	/* undecided before, not now */
};

struct changes {
	const struct run *before, *after;
	VEC(struct row_change) rows;	/* those of `after` in its order, then those that only `before` has */
	/* By row, in the order above; those of `after` first. Those of unseen rows are left out. */
	VEC(struct finding_change) findings;
	size_t fates[FINDING_FATE_COUNT];	/* how many findings have each; a finding of two tables counts once */
	size_t row_fates[ROW_FATE_COUNT];
	size_t opened, decided;	/* numbers of verdicts */
	struct strings complaints;	/* "FILE: text": new problems and wrong suppressions; in the arena of `after` */
};

/* Whether the triage says that a new finding is no news: a false alarm, or a fault that stays. NULL: it does not. */
bool triage_dismisses(const struct triage *triage);

/* The change of a finding or a row of either run; NULL: it is in none of them. */
const struct finding_change *finding_change_of(const struct changes *changes, const struct finding *finding);
const struct row_change *row_change_of(const struct changes *changes, const struct row *row);

#endif
