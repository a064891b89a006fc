/* SPDX-License-Identifier: GPL-2.0-only */
/* What a verdict rests on, for people. */
#ifndef MNCHECK_REPORT_BASIS_H
#define MNCHECK_REPORT_BASIS_H

#include "base/str.h"
#include "rules/rules.h"

/*
 * Appends the functions that were looked into, those that were not, and the assumptions, of
 * the verdict of ROW (of an explained run) for RULE, indented by four. A rule with the same
 * basis as one before it says so.
 */
void print_basis(const struct row *row, enum rule_id rule, struct strbuf *out);

#endif
