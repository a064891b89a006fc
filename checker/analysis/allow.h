/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Suppressions. There are two forms:
 *
 *	mncheck: allow RULE because REASON	in a comment, at a finding's line or at a callback
 *	WHERE RULE because REASON		a line of a list: .mncheck-allow at the top of the tree, and those of --allow
 *
 * A suppression without a reason, or of an unknown rule, has no effect and is reported. A stale one, which
 * suppresses nothing any more, is reported too.
 */
#ifndef MNCHECK_ANALYSIS_ALLOW_H
#define MNCHECK_ANALYSIS_ALLOW_H

#include <stdint.h>

#include "rules/rules.h"

#define ALLOW_FILE ".mncheck-allow"

struct overlay;

struct allow_options {
	const char *root;	/* directory that the run's paths are relative to; NULL: unknown */
	bool whole;		/* the run has all callbacks of the tree: a suppression of none is stale */
	bool part;		/* the user selected some rows: no suppression is called stale */
	const struct strings *lists;	/* paths of further lists; NULL: none */
	const struct overlay *overlay;	/* over the tree at `root`; NULL: as on disk */
	const char *const *files;	/* further sources whose comments are read */
	size_t nfiles;
};

/*
 * Fills run->allowances, and `allowed`, `end_column` and `line_hash` of the findings. A source that cannot be
 * read allows nothing. Does nothing without options->root.
 */
void allow_findings(struct run *run, const struct allow_options *options);

/* A number that changes with the texts of LISTS (paths). */
uint64_t allow_lists_state(const struct strings *lists);

/* For a run that was merged from all parts of a scan: finds the suppressions that are stale. */
void find_stale_of_parts(struct run *run);

#endif
