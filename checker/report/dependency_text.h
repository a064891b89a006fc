/* SPDX-License-Identifier: GPL-2.0-only */
/* What a verdict depends on, as text. */
#ifndef MNCHECK_REPORT_DEPENDENCY_TEXT_H
#define MNCHECK_REPORT_DEPENDENCY_TEXT_H

#include "base/str.h"
#include "rules/rules.h"

/*
 * Appends the functions that were looked into, those that were not, and the assumptions, of
 * the verdict of ROW (of an explained run) for RULE, indented by four. A rule with the same
 * dependencies as one before it says so.
 */
void print_dependencies(const struct row *row, enum rule_id rule, struct strbuf *out);

#endif
