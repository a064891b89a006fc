/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Dependencies: what a row of verdicts rests on. That is
 *
 *	the units of all functions that its calls can lead to, by the hash of what they say;
 *	what the index answered about names of functions and members;
 *	circumstances outside of both: the callback's table, the caller that must not block.
 *
 * (Constructive traces: Mokhov, Mitchell and Peyton Jones, "Build systems a la carte", 2018.)
 *
 * Two questions are asked of them. dependencies_hold(): is all of it in the tree at hand as it was? A
 * scan takes a row over if so. dependencies_touched(): can a change matter, of which the files and
 * the names in them are known? `mncheck diff` judges the row again if so.
 */
#ifndef MNCHECK_ANALYSIS_DEPENDENCIES_H
#define MNCHECK_ANALYSIS_DEPENDENCIES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "analysis/candidates.h"
#include "base/packing.h"
#include "analysis/session.h"
#include "rules/judge.h"

/* ---- the data ---- */

/* A source that was parsed for the row, or that could not be. */
struct dependency_unit {
	const char *file;	/* relative to the tree */
	uint64_t identity;	/* hash of what its unit says; 0: there was none */
	const struct ir_unit *unit;	/* in this run; NULL: the row is of an earlier one */
};

/* What the index is asked. */
enum question_kind { ASKS_FUNCTION, ASKS_MEMBER, ASKS_STATIC_CALLS, QUESTION_KINDS };

struct question {
	enum question_kind kind;
	const char *name;	/* "" for ASKS_STATIC_CALLS */
	uint64_t answer;	/* hash; 0: not sealed */
};

struct dependencies {
	VEC(struct dependency_unit) units;	/* whose functions calls can lead to */
	VEC(struct dependency_unit) others;	/* that an answer named, and that were parsed for it */
	VEC(struct question) questions;
	struct strings missing;		/* headers that the units did not find */
	uint64_t circumstances;		/* hash */
	uint64_t caller;		/* hash of the caller that must not block; 0: no rule asked */
	bool is_anonymous;	/* a unit is among them that no file's name stands for */
};

void dependencies_free(struct dependencies *dependencies);

/* Into a blob and back; texts go to the unpacking's arena. */
void pack_dependencies(struct strbuf *out, const struct dependencies *dependencies);
void unpack_dependencies(struct unpacking *from, struct dependencies *dependencies);

/* ---- collecting, while a callback is judged ---- */

/* The names that were asked for so far. A zeroed one is empty; the keys live in the caller's ARENA. */
struct dependency_log {
	struct strmap asked[QUESTION_KINDS];
	struct strmap hinted;	/* functions whose text decided which way was tried first */
};

/* A verdict depended on CAUSE. */
void dependency_log_cause(struct dependency_log *log, struct arena *arena,
			  const struct cause *cause);
/* The index was asked for the functions in NAMES, to choose between ways. */
void dependency_log_hints(struct dependency_log *log, struct arena *arena,
			  const struct strmap *names);
void dependency_log_free(struct dependency_log *log);

/*
 * The dependencies of ROW, which ENGINE came to for CANDIDATE: units, questions without answers, missing
 * headers. Strings live in ARENA, or are the units'. DEPENDENCIES is zeroed by the caller, who frees it.
 */
void dependencies_collect(struct dependency_log *log, struct arena *arena,
			  const struct unit_source *units, const struct candidate *candidate,
			  const struct engine *engine, const struct row *row,
			  struct dependencies *dependencies);

/* ---- asking the tree at hand ---- */

struct dependency_answers;	/* of the index, each question asked once a run */

/* SESSION has its build open; INDEX (of its tree, opened by the first question) stays the caller's. */
struct dependency_answers *dependency_answers_open(struct session *session,
						   struct tree_index **index);
void dependency_answers_close(struct dependency_answers *answers);

/*
 * Fills in the answers, the units that were parsed for them, and the circumstances of CANDIDATE. ASKS_CALLER: a
 * rule asked for the caller that must not block. False when the index cannot be had.
 */
bool dependencies_seal(struct dependency_answers *answers, const struct candidate *candidate,
		       const struct subject *subject, bool asks_caller,
		       struct dependencies *dependencies);

/* Whether all of them, sealed in an earlier run, are as they were. Their units were requested. */
bool dependencies_hold(struct dependency_answers *answers, const struct candidate *candidate,
		       const struct subject *subject, const struct dependencies *dependencies);

/* ---- asking a change ---- */

/* What differs between two states of a tree, on either side. Values are anything. */
struct touched {
	struct strmap files;	/* paths relative to the tree */
	struct strmap functions, members;	/* defined or assigned in them */
};

/* Whether a name or a missing header among the dependencies is touched; their files are the caller's to ask about. */
bool dependencies_touched(const struct dependencies *dependencies, const struct touched *touched);

#endif
