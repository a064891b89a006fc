/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside rules/ only: builds a rule's page into the program. The build fails without the page. */
#ifndef MNCHECK_RULES_PAGE_H
#define MNCHECK_RULES_PAGE_H

#include "base/built_in.h"

/* Declares PAGE: the text of checker/rules/FILE. */
#define RULE_PAGE(page, file) BUILT_IN_TEXT(page, "checker/rules/" file)

#endif
