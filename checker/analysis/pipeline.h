/* SPDX-License-Identifier: GPL-2.0-only */
/* From a tree to a run: locate, flags, extract, resolve, explore, judge. */
#ifndef MNCHECK_ANALYSIS_PIPELINE_H
#define MNCHECK_ANALYSIS_PIPELINE_H

#include "base/progress.h"
#include "analysis/observer.h"
#include "analysis/options.h"
#include "rules/rules.h"

struct rounds;

/* One scan. */
struct scan_request {
	const char *path;	/* of the tree */
	const char *callback;	/* only callbacks of that name; NULL: all */
	const struct strings *only;	/* only in these files or directories of the tree; NULL: all */
	const struct overlay *overlay;	/* the state that the tree is looked at in; NULL: as on disk */
	struct observer *observer;	/* may be NULL */
	struct rounds *rounds;	/* a log of the refinement, analysis/rounds.h; may be NULL */
};

/* The same as scan_tree(), with all that can be asked for. */
int scan_tree_as(const struct options *options, struct progress *progress,
		 const struct scan_request *request, struct run *run, struct error *error);

/*
 * Scans the tree at PATH and fills RUN (zeroed by the caller, who frees it in any case).
 * CALLBACK not NULL: only callbacks of that name are judged and get rows. Returns 0, or -1
 * with ERROR filled.
 */
int scan_tree(const struct options *options, struct progress *progress, const char *path,
	      const char *callback, struct run *run, struct error *error);

/* Gives a zeroed run its arena and the rules that the command line asks for. */
void run_begin(struct run *run, const struct options *options);
/* A zeroed one for a part of it, as merge_runs() takes them: in the same arena. */
void run_begin_part(struct run *part, const struct run *whole);

/* The exit code of a run; --strict makes what is undecided count as a violation. */
int exit_code(const struct options *options, const struct run *run);

#endif
