/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Extractions: translation units parsed in worker processes. libclang may crash, run away or eat all
 * memory; in a worker, that costs one unit.
 */
#ifndef MNCHECK_EXTRACT_EXTRACTION_H
#define MNCHECK_EXTRACT_EXTRACTION_H

#include "base/fork_server.h"
#include "base/process.h"
#include "base/progress.h"
#include "front/front.h"

/* One translation unit to parse, and its result. */
struct extraction {
	struct front_request request;
	/* Not NULL: the request is for a precompiled header, written here; the unit then holds only deps. */
	const struct front_precompiled *precompile;
	char *text;		/* the unit's text form, malloc'd; NULL: the parse failed */
	size_t length;
	char *why_not;		/* why it failed: one line, malloc'd */
	bool faulted;		/* its worker died or ran too long: another time it may succeed */
	bool ran_away;		/* that is, it ran too long */
};

struct extraction_options {
	unsigned jobs;		/* workers at once */
	struct worker_limits limits;	/* of each */
	struct progress *progress;	/* may be NULL */
	struct fork_server *fork_server;	/* forks the workers; NULL: this process does */
};

/*
 * The fork server for extractions, stopped by fork_server_stop(). Start it early: forking is cheap while this
 * process has little memory. NULL where there can be none.
 */
struct fork_server *extraction_fork_server(void);

/*
 * Parses COUNT EXTRACTIONS in parallel and fills their results, freed by free_extractions(). An
 * extraction that fails with precompiled headers is tried again without them, one whose worker died is tried
 * once more. Returns 0 even if units
 * fail (see why_not), or -1 with ERROR filled if no worker can be started or an interrupt came.
 */
int run_extractions(struct extraction *extractions, size_t count,
		    const struct extraction_options *options, struct error *error);
/* Frees the results. */
void free_extractions(struct extraction *extractions, size_t count);

/* An extraction that runs while its caller does something else. */
struct running_extraction;

/*
 * Begins EXTRACTION, which is the caller's and must not move until it is finished or dropped. OPTIONS are
 * copied. NULL when no worker can be started.
 */
struct running_extraction *extraction_begin(struct extraction *extraction,
					    const struct extraction_options *options);
/*
 * Waits, and fills the result; after an interrupt neither `text` nor `why_not` is set. Frees RUNNING, not the
 * result.
 */
void extraction_finish(struct running_extraction *running);
/* Stops the worker instead, without a result, and frees RUNNING. */
void extraction_drop(struct running_extraction *running);

#endif
