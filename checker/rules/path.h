/* SPDX-License-Identifier: GPL-2.0-only */
/* For path.c, path_words.c and path_cut.c: a path while it is told. For rules: its words. */
#ifndef MNCHECK_RULES_PATH_H
#define MNCHECK_RULES_PATH_H

#include "rules/judge.h"

/* A step, and what the cut asks of it. */
struct told_step {
	struct trace_step step;
	bool decides;		/* part of the slice (slice.h) */
	bool is_branch;
	bool is_guard;		/* a branch whose other ways leave the function */
	bool is_closest;	/* the last branch below the callback that is no guard */
	bool is_about_range;	/* a branch on what the callback was told */
	bool is_end;		/* of the path: the event, the callback's return */
	uint32_t frame;		/* number of the activation, 0: the callback's */
};
typedef VEC(struct told_step) told_steps;

/* ---- path_words.c: notes, in the judgement's arena; NULL: there is nothing to say ---- */

/* Of a branch or switch. Those that a macro makes for itself are left out unless ALL. */
const char *branch_note(struct judgement *judgement, const struct trace *step, bool all);
/* Of an assignment, a return, a lock or a model's note. */
const char *plain_note(struct judgement *judgement, const struct trace *step);
/* Of a call that is not entered: "'f' returns -EINTR"; NULL for 0 and for values that are not known. */
const char *result_note(struct judgement *judgement, const struct trace *step);
/* Of a call on the way to an event, or into the source of a value. ENDS: nothing below it is told. */
const char *call_note(struct judgement *judgement, const struct trace *step, bool ends);
/* Whether the reader of the call STEP knows all that is below it: models, and functions of the kernel's headers. */
bool ends_way(const struct trace *step);
/* Whether KEY is a function of a header. */
bool is_header_key(const char *key);

/* ---- path_cut.c ---- */

/* The steps of PATH that a report tells, in ARENA; *COUNT: how many. */
struct trace_step *cut_path(struct arena *arena, const told_steps *path, size_t *count);

#endif
