/* SPDX-License-Identifier: GPL-2.0-only */
/* The pipeline, from a tree to a run: locate, flags, extract, resolve, explore, judge. */
#ifndef MNCHECK_ANALYSIS_PIPELINE_H
#define MNCHECK_ANALYSIS_PIPELINE_H

#include "base/progress.h"
#include "analysis/observer.h"
#include "analysis/options.h"
#include "rules/rules.h"

struct rounds;

/* One scan. */
struct scan_request {
	const char *path;	/* of the tree, a part of one or a module; NULL: the one around the working directory */
	const char *callback;	/* only callbacks of that name; NULL: all */
	const struct strings *only;	/* only callbacks in these files or directories; NULL: all */
	const struct overlay *overlay;	/* over the tree; NULL: as on disk */
	struct observer *observer;	/* may be NULL */
	struct rounds *rounds;	/* a log of the refinement, analysis/rounds.h; may be NULL */
};

/*
 * Scans as REQUEST says, and fills RUN. The caller zeroes RUN, and frees it in any case. Returns 0, or -1
 * with ERROR filled.
 */
int scan_tree_as(const struct options *options, struct progress *progress,
		 const struct scan_request *request, struct run *run, struct error *error);

/* The same for the tree at PATH, with all its callbacks, or only those named CALLBACK (not NULL). */
int scan_tree(const struct options *options, struct progress *progress, const char *path,
	      const char *callback, struct run *run, struct error *error);

/* Gives a zeroed run its arena, and the rules that OPTIONS switch on. */
void run_begin(struct run *run, const struct options *options);
/* Begins PART of the run WHOLE, for merge_runs(): it shares WHOLE's arena. */
void run_begin_part(struct run *part, const struct run *whole);

/* The exit code of a run. With --strict undecided counts as a violation. */
int exit_code(const struct options *options, const struct run *run);

#endif
