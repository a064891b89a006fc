/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside analysis/ only: one scan on its way, shared by pipeline.c, suspects.c and binding.c. */
#ifndef MNCHECK_ANALYSIS_SCAN_STATE_H
#define MNCHECK_ANALYSIS_SCAN_STATE_H

#include <string.h>

#include "analysis/candidates.h"
#include "analysis/pipeline.h"
#include "analysis/session.h"
#include "locate/locate.h"

/* A file that the parts of a scan share out among them. */
struct shared_file {
	const char *name;	/* relative to the tree, in its arena */
	size_t cost;		/* expected, without its directory's */
	size_t weight;		/* of what goes to one part as a whole: */
	bool is_bundled;	/* all that is shared of its directory, instead of it alone */
	unsigned owner;		/* the part that judges it, from 0 */
};

/* See shard.c. */
struct sharing {
	VEC(struct shared_file) files;
	size_t *loads;		/* of each part; NULL: nothing was shared out so far */
};

/* One scan on its way through the steps. */
struct scan {
	struct session session;
	const struct scan_request *request;
	struct locate_result located;
	struct tree_index *index;	/* opened by the first question to it */
	struct run *whole;
	bool is_prepared;	/* the session's build is open for the first architecture: see prepare() */
	struct strings only;	/* request->only, relative to the tree */
	struct sharing sharing;	/* of a part */
	struct strmap parsed;	/* sources that were looked into on any architecture */
	const char *missing;	/* "FILE includes HEADER, which was not found", in tree->arena; NULL: none noted */
	struct strmap shown;	/* places of callbacks that units show, on any architecture: see suspects.c */
	/* Of the architecture at hand. */
	struct candidates candidates;
	struct run *run;
};

static inline const char *scan_keep(struct run *run, const char *text)
{
	return text ? arena_strdup(run->arena, text) : NULL;
}

/* What a problem is about; the order in which a run has them. */
enum problem_order {
	PROBLEM_OF_ANYTHING,
	PROBLEM_OF_SUSPECT,
	PROBLEM_OF_CALLER,
	PROBLEM_OF_SEARCH,	/* locating could not read it */
	PROBLEM_OF_READING,
};

static inline void scan_problem(struct run *run, enum problem_order order, const char *file, const char *why)
{
	vec_push(&run->problems, (struct run_problem){ scan_keep(run, file), scan_keep(run, why), order });
}

static inline bool scan_is_source(const char *file)
{
	return ends_with(file, ".c");
}

/* Whether PATH is, or is below, what is scanned. */
static inline bool scan_covers(const struct scan *scan, const char *path)
{
	return only_covers(&scan->only, path);
}

/* shard.c: a part of the scan while it is located. */
struct locate_part scan_part(struct scan *scan);
/* shard.c: shares out what was located besides sources. Does nothing for a whole scan. */
void scan_share_files(struct scan *scan);
/*
 * shard.c: whether this part of the scan judges the callbacks of tables in FILE. All parts do with a file that was not
 * shared: mncheck merge takes what several parts found once. Always true for a whole scan.
 */
bool scan_owns(const struct scan *scan, const char *file);
void sharing_free(struct sharing *sharing);

/* suspects.c: adds the callbacks that only units show. Returns 0, or -1 with ERROR filled. */
int scan_find_hidden(struct scan *scan, struct error *error);
/*
 * scan_callers.c: appends the sources that may hold functions that call notifiers, as far as the scan is about them; and
 * adds these functions, once the sources are parsed. Both return 0, or -1 with ERROR filled.
 */
int scan_caller_files(struct scan *scan, struct strings *files, struct error *error);
/* scan_callers.c: the same by the text alone, without a build: whether there may be some. */
bool scan_may_have_callers(struct scan *scan);
int scan_find_callers(struct scan *scan, struct error *error);

/* suspects.c: the problems of locating that no unit has cleared up become the run's. */
void scan_tell_problems(struct scan *scan);

/*
 * module_notes.c: notes a header that a file of the module misses, while units are there; and tells what can be done
 * about verdicts of a module that stay open.
 */
void scan_note_missing(struct scan *scan);
void scan_tell_of_module(struct scan *scan);

/* header_notes.c: reasons that name a missing header name the makefile that has a rule for it. */
void scan_tell_makers(struct scan *scan);

/* binding.c: "HAVE_A defined and HAVE_B not defined: ...", for the row. */
const char *scan_name_macros(struct arena *arena, const struct strings *on,
			     const struct strings *off);
/*
 * binding.c: each callback gets the body that its verdicts are about, or the reason why there is none.
 * Returns 0, or -1 with ERROR filled.
 */
int scan_bind_callbacks(struct scan *scan, struct error *error);

#endif
