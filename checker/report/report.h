/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Printers turn a run into a report in one format. Each is a function and a row in the table
 * `printers`; --format and --help are made from the table. A printer only reads the run.
 */
#ifndef MNCHECK_REPORT_REPORT_H
#define MNCHECK_REPORT_REPORT_H

#include <stdbool.h>

#include "base/str.h"
#include "rules/rules.h"

struct print_options {
	bool colour;		/* the output is a terminal that wants colours */
	unsigned width;		/* of the terminal, 0 unknown */
	/*
	 * Address of a source viewer, in which {file}, {line}, {version} and {commit} stand for what their names say; NULL: none.
	 */
	const char *source_url;
	const char *from;	/* sender of mails, "Name <address>"; NULL: mncheck itself */
	bool asks_script;	/* addressees of mails are those of the tree's scripts/get_maintainer.pl, which is run */
	const char *origin;	/* name of the CI system, for formats that want one; NULL: "mncheck" */
};

/* What a format needs beyond a judged run. A set: the columns of formats.h are joined by |. */
enum printer_needs {
	NEEDS_NOTHING = 0,
	NEEDS_REVISION = 1,	/* run->revision */
	NEEDS_DEPENDENCIES = 2,	/* the rows' dependencies: set run->explained before judging, if verdicts are judged at all */
	NEEDS_FIXES = 4,	/* the findings' fixes (analysis/fixes.h); only scan looks for them */
};

struct printer {
	const char *name;	/* "text": the argument of --format */
	const char *what;	/* for --help */
	unsigned needs;		/* see enum printer_needs */
	/* Appends the report to OUT. */
	void (*print)(const struct run *run, const struct print_options *options,
		      struct strbuf *out);
};

/* The verdict of a row over all rules, worst first. */
enum row_state {
	ROW_STATE_VIOLATES,		/* some rule is violated */
	ROW_STATE_NOT_ANALYSED,	/* located, never judged */
	ROW_STATE_UNDECIDED,		/* some rule is undecided, none violated */
	ROW_STATE_NAMED,		/* no rule is about its kind */
	ROW_STATE_NOT_BUILT,		/* no configuration of the architecture can build it */
	ROW_STATE_ALLOWED,		/* violations are all suppressed, the rest holds */
	ROW_STATE_HOLDS,		/* all rules that apply hold */
	ROW_STATE_COUNT,
};

extern const struct printer printers[];
extern const size_t nprinters;

/* Completes RUN with what PRINTER needs. What cannot be found out stays unknown. */
void printer_prepare(const struct printer *printer, struct run *run);
/* The printer of that name, or NULL. */
const struct printer *printer_find(const char *name);

/*
 * Appends what a compiler would print: findings that count and wrong suppressions in comments,
 * as warnings; with STRICT also rows that are undecided or were not analysed. Appends nothing
 * when there is none.
 */
void print_complaints(const struct run *run, const struct print_options *options, bool strict,
		      struct strbuf *out);

/*
 * The verdict to show for RULE. Where the rule is enabled and the row has no verdict, it is undecided: a gap
 * would look as if the rule were not enabled. It is n/a where the architecture cannot build the callback.
 */
enum verdict shown_verdict(const struct run *run, const struct row *row, enum rule_id rule);

/*
 * Whether a row before ROW has the same finding. A callback in two ops tables has two rows; its
 * faults are printed once.
 */
bool told_before(const struct run *run, const struct row *row, const struct finding *finding);

/* Where a finding stands against an earlier result. */
enum baseline_state {
	BASELINE_UNKNOWN,	/* there is no earlier result */
	BASELINE_NEW,		/* the earlier result lacks it */
	BASELINE_UNCHANGED,	/* the earlier result has it */
	BASELINE_DISMISSED,	/* the earlier result lacks it, but it is suppressed, or somebody said that it is false or stays */
};

/* The one place where printers ask: in the run of a diff all findings are new. */
enum baseline_state finding_baseline(const struct run *run, const struct finding *finding);

struct triage;
/* What people said of a finding (report/changes.h); NULL: nothing, or nobody was asked. */
const struct triage *finding_triage(const struct run *run, const struct finding *finding);

/*
 * What a function of KIND in the table OPS ("" or NULL: it has no name) is, for people: "interval callback of gntdev_ops",
 * "calls notifiers". In ARENA.
 */
const char *describe_kind(struct arena *arena, enum contract_kind kind, const char *ops);

/* For --verbose: makes each path that of every step, where the findings of RUN know it. */
void tell_whole_paths(struct run *run);

enum row_state row_state(const struct run *run, const struct row *row);

/* "not analysed" or "not built", of a row that has no verdicts. */
const char *row_lacks(const struct row *row);
/* And why. */
const char *row_why_not(const struct row *row);

/* Appends the names of a set of architectures, with SEPARATOR between them. */
void put_arches(const struct run *run, arch_set arches, const char *separator, struct strbuf *out);

/* The architectures on which the row has the verdict that is shown for RULE. */
arch_set arches_of_verdict(const struct run *run, const struct row *row, enum rule_id rule);

#endif
