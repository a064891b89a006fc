/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside report/: the printers by name, and the parts of the text one. */
#ifndef MNCHECK_REPORT_PRINTERS_H
#define MNCHECK_REPORT_PRINTERS_H

#include "report/report.h"

void print_text(const struct run *run, const struct print_options *options, struct strbuf *out);
void print_json(const struct run *run, const struct print_options *options, struct strbuf *out);
void print_sarif(const struct run *run, const struct print_options *options, struct strbuf *out);

/*
 * Whether an earlier row has the same finding: a callback that sits in two ops tables has
 * two rows, and a reader wants to see its faults once.
 */
bool told_before(const struct run *run, const struct row *row, const struct finding *finding);

/* The table of verdicts, one line per callback and rule columns, in options->width columns. */
void print_table(const struct run *run, const struct print_options *options, struct strbuf *out);

/* What is coloured, and how, as gcc does it. */
enum style {
	STYLE_PLAIN,
	STYLE_BOLD,		/* places, headings */
	STYLE_WARNING,		/* "warning:" */
	STYLE_NOTE,		/* "note:" */
	STYLE_GOOD,		/* holds */
	STYLE_BAD,		/* violates */
	STYLE_OPEN,		/* undecided */
	STYLE_FAINT,		/* n/a */
};

/* Appends TEXT (escaped already) in STYLE where colours are wanted. */
void put_styled(struct strbuf *out, const struct print_options *options, enum style style,
		const char *text);

#endif
