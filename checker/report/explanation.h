/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of `mncheck explain CALLBACK`: the dependencies of a verdict. */
#ifndef MNCHECK_REPORT_EXPLANATION_H
#define MNCHECK_REPORT_EXPLANATION_H

#include "base/str.h"
#include "rules/rules.h"

/*
 * Appends the dependencies of ROW's verdict for RULE, indented by four: the functions that the
 * engine looked into, the models, the calls that it did not look into, and the assumptions.
 * ROW must be of an explained run. For a rule with the same dependencies as an earlier one it
 * appends only that rule's name.
 */
void print_dependencies(const struct row *row, enum rule_id rule, struct strbuf *out);

/* Which runs a rule with these dependencies read: "on every path, with the range blockable". */
const char *dependencies_runs(const struct verdict_dependencies *dependencies);

#endif
