/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The dependencies of a row of verdicts:
 *
 *	the units of all functions that its calls can reach, by the hash of their contents;
 *	the index's answers about names of functions and members;
 *	circumstances outside of both: the callback's table, the caller that must not block.
 *
 * If all of these are the same, the verdicts are the same. (Constructive traces: Mokhov, Mitchell and Peyton
 * Jones, "Build systems a la carte", 2018.)
 *
 * dependencies_hold() compares them with the tree at hand. If they hold, a scan takes the row from the
 * verdict cache. dependencies_touched() compares them with a change: its files, and the names that these
 * define. If it touches them, `mncheck diff` judges the row again.
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

/* A source that was parsed for the row; or a parse that failed. */
struct dependency_unit {
	const char *file;	/* relative to the tree */
	uint64_t identity;	/* hash of its unit's contents; 0: there was no unit */
	const struct ir_unit *unit;	/* in this run; NULL: in an earlier one */
};

/* A question to the index: which files define the function, use the member, update static calls? */
enum question_kind { ASKS_FUNCTION, ASKS_MEMBER, ASKS_STATIC_CALLS, QUESTION_KINDS };

struct question {
	enum question_kind kind;
	const char *name;	/* "" for ASKS_STATIC_CALLS */
	uint64_t answer;	/* hash; 0: not sealed */
};

struct dependencies {
	VEC(struct dependency_unit) units;	/* whose functions the calls can reach */
	VEC(struct dependency_unit) others;	/* that were parsed because an answer named their file */
	VEC(struct question) questions;
	struct strings missing;		/* headers that the parser did not find */
	uint64_t circumstances;		/* hash */
	uint64_t caller;		/* hash of the caller that must not block; 0: no rule asked */
	bool is_anonymous;	/* one of the units has no file by which it can be found again */
};

void dependencies_free(struct dependencies *dependencies);

/* Packs them into a blob, and back. Unpacked texts go to FROM's arena. */
void pack_dependencies(struct strbuf *out, const struct dependencies *dependencies);
void unpack_dependencies(struct unpacking *from, struct dependencies *dependencies);

/* ---- collecting, while a callback is judged ---- */

/* The names that were asked for so far. Zeroed, it is empty. The keys live in the caller's ARENA. */
struct dependency_log {
	struct strmap asked[QUESTION_KINDS];
	struct strmap hinted;	/* functions whose text chose the first path to try (hints.h) */
};

/* Notes the names of CAUSE, on which a verdict depended. */
void dependency_log_cause(struct dependency_log *log, struct arena *arena,
			  const struct cause *cause);
/* Notes the functions in NAMES, for which the index was asked to choose between paths. */
void dependency_log_hints(struct dependency_log *log, struct arena *arena,
			  const struct strmap *names);
void dependency_log_free(struct dependency_log *log);

/*
 * Fills DEPENDENCIES with those of ROW, the result of ENGINE for CANDIDATE: units, questions without answers,
 * missing headers. Strings live in ARENA, or are the units'. The caller zeroes DEPENDENCIES, and frees it.
 */
void dependencies_collect(struct dependency_log *log, struct arena *arena,
			  const struct unit_source *units, const struct candidate *candidate,
			  const struct engine *engine, const struct row *row,
			  struct dependencies *dependencies);

/* ---- asking the tree at hand ---- */

struct dependency_answers;	/* of the index: a run asks each question once */

/* SESSION has an open build. The first question opens *INDEX, which stays the caller's. */
struct dependency_answers *dependency_answers_open(struct session *session,
						   struct tree_index **index);
void dependency_answers_close(struct dependency_answers *answers);

/*
 * Seals DEPENDENCIES: fills in the answers, the units that were parsed for these, and the circumstances of
 * CANDIDATE. ASKS_CALLER: a rule asked for the caller that must not block. Returns false if there is no
 * index.
 */
bool dependencies_seal(struct dependency_answers *answers, const struct candidate *candidate,
		       const struct subject *subject, bool asks_caller,
		       struct dependencies *dependencies);

/*
 * Whether DEPENDENCIES, sealed in an earlier run, are still the same. The caller has requested their units.
 */
bool dependencies_hold(struct dependency_answers *answers, const struct candidate *candidate,
		       const struct subject *subject, const struct dependencies *dependencies);

/* ---- asking a change ---- */

/*
 * The files that differ between two states of a tree, and the names in them, of both states. Values are
 * anything.
 */
struct touched {
	struct strmap files;	/* paths relative to the tree */
	struct strmap functions, members;	/* defined, or assigned, in these files */
	struct strmap arguments;	/* of what may be macros that define functions there */
};

/*
 * Whether TOUCHED has a name or a missing header of DEPENDENCIES. Does not look at their files: the caller
 * does (diff/impact.h).
 */
bool dependencies_touched(const struct dependencies *dependencies, const struct touched *touched);

#endif
