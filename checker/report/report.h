/* SPDX-License-Identifier: GPL-2.0-only */
/* Printers: small functions over the findings, one row each in `printers`. */
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
	const char *name;	/* "text": what --format takes */
	const char *what;	/* for --help */
	void (*print)(const struct run *run, const struct print_options *options,
		      struct strbuf *out);
};

/*
 * What a compiler would say of the run: findings that count, and suppressions in comments that
 * are wrong; with STRICT also what is undecided or was not analysed, as warnings. Nothing when
 * there is none.
 */
void print_complaints(const struct run *run, const struct print_options *options, bool strict,
		      struct strbuf *out);

extern const struct printer printers[];
extern const size_t nprinters;
const struct printer *printer_find(const char *name);

/*
 * The verdict as it is shown: a rule that was asked for and of which the row says
 * nothing is undecided, so that no hole in a row looks like "not asked for".
 */
enum verdict shown_verdict(const struct run *run, const struct row *row, enum rule_id rule);

/* The names of a set of architectures, with SEPARATOR between them. */
void put_arches(const struct run *run, arch_set arches, const char *separator, struct strbuf *out);

/* The architectures on which the row has the verdict that is shown for RULE. */
arch_set arches_of_verdict(const struct run *run, const struct row *row, enum rule_id rule);

/* What a whole row comes to, worst first. */
enum row_state {
	ROW_VIOLATES,		/* some rule is violated */
	ROW_NOT_ANALYSED,	/* located, never judged */
	ROW_UNDECIDED,		/* some rule is undecided, none violated */
	ROW_ALLOWED,		/* what is violated is suppressed, the rest holds */
	ROW_HOLDS,		/* all that apply hold */
	ROW_STATE_COUNT,
};

enum row_state row_state(const struct run *run, const struct row *row);

#endif
