/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Translation units parsed in worker processes: libclang may crash, run away or eat
 * all memory, and then costs one unit.
 */
#ifndef MNCHECK_EXTRACT_EXTRACTION_H
#define MNCHECK_EXTRACT_EXTRACTION_H

#include "base/fork_server.h"
#include "base/process.h"
#include "base/progress.h"
#include "front/front.h"

/* One translation unit to be parsed, and what came of it. */
struct extraction {
	struct front_request request;
	/* Not NULL: it is headers to be precompiled into this; the unit then holds only deps. */
	const struct front_precompiled *precompile;
	char *text;		/* the unit's text form, malloc'd; NULL when it failed */
	size_t length;
	char *why_not;		/* one line, malloc'd, when it failed */
};

struct extraction_options {
	unsigned jobs;		/* workers at once */
	struct worker_limits limits;	/* of each */
	struct progress *progress;	/* may be NULL */
	struct fork_server *fork_server;	/* that they are forked by; NULL: by this process */
};

/* To be opened early, before there is much memory; closed by fork_server_stop(). NULL where there can be none. */
struct fork_server *extraction_fork_server(void);

/*
 * Parses all COUNT of them. A unit that fails has its why_not; only a failure of the
 * whole (no process can be started, an interrupt) is -1 with ERROR filled.
 */
int run_extractions(struct extraction *extractions, size_t count,
		    const struct extraction_options *options, struct error *error);

/*
 * One of them, which is the caller's and stays where it is, begun now and finished later; NULL when it cannot be
 * begun. Without a result it has neither text nor why_not: there was an interruption.
 */
struct early_extraction;
struct early_extraction *extraction_begin(struct extraction *extraction,
					  const struct extraction_options *options);
void extraction_finish(struct early_extraction *early);
/* Instead: it is not wanted. */
void extraction_drop(struct early_extraction *early);

/* Frees the texts. */
void free_extractions(struct extraction *extractions, size_t count);

#endif
