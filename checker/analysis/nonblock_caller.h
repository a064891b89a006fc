/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds the caller that must not block. Its file is found by the name of the function that it calls. Its
 * event is found by exploring it from its own entry, or from its callers in the same unit, up to that call.
 */
#ifndef MNCHECK_ANALYSIS_NONBLOCK_CALLER_H
#define MNCHECK_ANALYSIS_NONBLOCK_CALLER_H

#include "analysis/session.h"
#include "contract/nonblock.h"

/*
 * Fills CALLER for the architecture whose build SESSION has open. Strings go into ARENA. The search reads
 * the whole tree once and is cached as units are. Returns 0 whatever the answer, or -1 with ERROR for a
 * failure of the whole.
 */
int find_nonblock_caller(struct session *session, struct arena *arena,
			 struct nonblock_caller *caller, struct error *error);

/*
 * Appends to FILES (in the tree's arena) the sources that name one of NAMES (COUNT of them), as far as they can belong
 * to the kernel of this architecture. Returns 0, or -1 with ERROR filled.
 */
int kernel_files_that_name(struct session *session, const char *const *names, size_t count,
			   struct strings *files, struct error *error);

/*
 * Appends to FILES (in the tree's arena) the sources that find_nonblock_caller() will ask for. Returns 0, or -1 with
 * ERROR filled.
 */
int nonblock_caller_files(struct session *session, struct strings *files, struct error *error);

/* Announces the search in TREE, so that the first pass over all files answers it as well. */
void expect_nonblock_caller(struct tree *tree);

#endif
