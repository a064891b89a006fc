/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Suppressions: "mncheck: allow RULE because REASON" in a comment at a finding's line or at
 * a callback, and the lines "WHERE RULE because REASON" of the file .mncheck-allow at the top
 * of a tree. One without a reason or with an unknown rule does nothing and is reported, and
 * so is one that has nothing to suppress any more.
 */
#ifndef MNCHECK_ANALYSIS_ALLOW_H
#define MNCHECK_ANALYSIS_ALLOW_H

#include "rules/rules.h"

#define ALLOW_FILE ".mncheck-allow"

struct overlay;

struct allow_options {
	const char *root;	/* directory that the run's paths are relative to; NULL: unknown */
	bool whole;		/* the run has all callbacks of the tree: one that fits none is stale */
	bool part;		/* rows were left out by name: nothing is called stale */
	const struct overlay *overlay;	/* of the tree at `root`; NULL: as on disk */
	const char *const *files;	/* further sources to look into for comments */
	size_t nfiles;
};

/*
 * Fills run->allowances, and in the findings what only sources tell: who allows them, where
 * words end, hashes of lines. A source that cannot be read allows nothing.
 */
void allow_findings(struct run *run, const struct allow_options *options);

#endif
