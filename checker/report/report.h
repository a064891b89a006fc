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
};

struct printer {
	const char *name;	/* "text": the argument of --format */
	const char *what;	/* for --help */
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
