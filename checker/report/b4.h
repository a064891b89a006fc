/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What b4 reads of a check. A `prep-perpatch-check-cmd` (0.14 and later) says on stdout one
 * line per thing: one with "ERROR:" fails the patch, any other warns, silence passes. A
 * `review-*-check-cmd` (0.15 and later) says a JSON array of results.
 */
#ifndef MNCHECK_REPORT_B4_H
#define MNCHECK_REPORT_B4_H

#include "base/str.h"
#include "rules/rules.h"

enum b4_status { B4_PASS, B4_WARN, B4_FAIL };

/* Lines "FILE:LINE: ERROR: MESSAGE [RULE]"; what is open is a WARNING, or an ERROR if STRICT. */
void print_b4_lines(const struct run *news, bool strict, struct strbuf *out);
/* One line that warns: why the patch was not judged. */
void print_b4_trouble(const char *why, struct strbuf *out);
/* SUMMARY is one line, DETAILS a report (both any bytes, DETAILS "" for none). */
void print_b4_review(enum b4_status status, const char *summary, const char *details,
		     struct strbuf *out);

#endif
