/* SPDX-License-Identifier: GPL-2.0-only */
/* What a module's kernel does where it has headers alone: sources that nobody can look into. */
#ifndef MNCHECK_ANALYSIS_UNSEEN_H
#define MNCHECK_ANALYSIS_UNSEEN_H

#include "ir/ir.h"
#include "tree/tree.h"

/* Whether sources that are not there may put anything into FIELD: its record is not the module's own. */
bool is_filled_unseen(struct tree *tree, const struct ir_field *field);

#endif
