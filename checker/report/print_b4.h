/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Results in the forms that b4 reads. A `prep-perpatch-check-cmd` (b4 0.14 and later) prints
 * lines: one with "ERROR:" fails the patch, any other warns, no line passes it. A
 * `review-*-check-cmd` (0.15 and later) prints a JSON array of results.
 *
 * The functions append to OUT.
 */
#ifndef MNCHECK_REPORT_PRINT_B4_H
#define MNCHECK_REPORT_PRINT_B4_H

#include "base/str.h"
#include "rules/rules.h"

enum b4_status { B4_PASS, B4_WARN, B4_FAIL };

/*
 * A line "FILE:LINE: ERROR: MESSAGE [RULE]" for each finding of NEWS. Undecided rows, rows that
 * were not analysed, problems and wrong suppressions are lines with WARNING, or with ERROR if
 * STRICT.
 */
void print_b4_lines(const struct run *news, bool strict, struct strbuf *out);
/* A line with WARNING that says why the patch was not judged. */
void print_b4_trouble(const char *why, struct strbuf *out);
/*
 * A JSON array of one result. SUMMARY is one line, DETAILS a report, "" for none; both may hold any
 * bytes.
 */
void print_b4_review(enum b4_status status, const char *summary, const char *details,
		     struct strbuf *out);

#endif
