/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the caller that must not block: its file by a search for the name of what it calls, its
 * event by exploring it from its own entry, or from its callers' in the same unit, up to that call.
 */
#ifndef MNCHECK_ANALYSIS_NONBLOCK_CALLER_H
#define MNCHECK_ANALYSIS_NONBLOCK_CALLER_H

#include "analysis/session.h"
#include "contract/nonblock.h"

/*
 * For the architecture whose build SESSION has open. Strings go into ARENA. The search reads
 * the whole tree once and is remembered as units are. Returns 0 whatever the answer, or
 * -1 with ERROR for a failure of the whole.
 */
int find_nonblock_caller(struct session *session, struct arena *arena,
			 struct nonblock_caller *caller, struct error *error);

/* It will be looked for in TREE: what the first pass over all files can tell, it does. */
void expect_nonblock_caller(struct tree *tree);

#endif
