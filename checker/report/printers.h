/* SPDX-License-Identifier: GPL-2.0-only */
/* Internal to report/: the printers, and the parts of the text printer. */
#ifndef MNCHECK_REPORT_PRINTERS_H
#define MNCHECK_REPORT_PRINTERS_H

#include "report/report.h"

/* print_NAME() of each format. */
#define FORMAT(name, what, needs)                                                                \
	void print_##name(const struct run *run, const struct print_options *options,            \
			  struct strbuf *out);
#include "report/formats.h"
#undef FORMAT

/* Calls VISIT for each finding that counts and was not told before, in the order of the report. */
void each_counted(const struct run *run,
		  void (*visit)(void *context, const struct row *row, const struct finding *finding),
		  void *context);

/* Appends the line that says what judged which tree, in which configuration, by which rules. */
void print_header(const struct run *run, const struct print_options *options, struct strbuf *out);

/* Appends the table of verdicts, at most options->width columns wide where names and places allow it. */
void print_table(const struct run *run, const struct print_options *options, struct strbuf *out);

/* The styles of the text report; the colours are gcc's. */
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

/* Appends TEXT, which must be escaped, in STYLE if options->colour. */
void put_styled(struct strbuf *out, const struct print_options *options, enum style style,
		const char *text);

#endif
