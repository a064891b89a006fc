/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Internal to report/: the parts of a row of the table of verdicts, and the row as a list, for terminals
 * too narrow for columns. All append to OUT.
 */
#ifndef MNCHECK_REPORT_VERDICT_LIST_H
#define MNCHECK_REPORT_VERDICT_LIST_H

#include "report/printers.h"

/* "holds", "violates", ..., or "allowed": the word for the row's verdict under RULE, and its style. */
const char *verdict_text(const struct run *run, const struct row *row, enum rule_id rule);
enum style verdict_style(const struct run *run, const struct row *row, enum rule_id rule);

/* The callback's name; with its ops table if the name stands in several rows of the file. */
void put_row_name(const struct run *run, const struct row *row, struct strbuf *out);
/* "file:line", or the file where the line is not known. */
void put_row_place(const struct row *row, struct strbuf *out);
/* The architectures that the row's worst verdicts are from, or "-". */
void put_row_arches(const struct run *run, const struct row *row, struct strbuf *out);

/* A line "file:line callbackTAIL"; two where the terminal is too narrow. */
void put_row_heading(const struct run *run, const struct print_options *options, const struct row *row,
		     const char *tail, struct strbuf *out);
/* The whole row without columns: a line for each verdict, with the rules that have it. */
void put_listed_row(const struct run *run, const struct print_options *options, const struct row *row,
		    struct strbuf *out);
/* What is told under a row: why it has no verdicts, its configuration, its suppressions. */
void put_row_remarks(const struct row *row, const struct print_options *options, struct strbuf *out);

/* Ends the line, without spaces before its end. */
void end_table_line(struct strbuf *out);

#endif
