/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a tree puts callbacks into their tables: spatch says, any configuration, any architecture. */
#ifndef MNCHECK_LOCATE_LOCATE_H
#define MNCHECK_LOCATE_LOCATE_H

#include "tree/tree.h"

/* How a callback got into its field. */
enum located_how {
	LOCATED_INITIALISER,	/* `.field = function` in an initialiser */
	LOCATED_ASSIGNMENT,	/* `x->field = function` at run time */
};

/* One function put into one field of an ops struct. */
struct located {
	const char *record;	/* "mmu_notifier_ops", ... */
	const char *field;	/* "invalidate_range_start", ... */
	const char *function;	/* as written there */
	const char *ops;	/* the variable: "gntdev_mmu_ops"; for a member "dev.ops" or
				   "ops->..." the expression as written; "" when nameless */
	const char *ops_file;	/* file of the initialiser or assignment */
	unsigned ops_line;	/* line of `.field = function` */
	enum located_how how;
	/* The definition of `function`, where spatch saw one in the same file, else "", 0. */
	const char *file;
	unsigned line;
	/* The other fields that the same initialiser (or, for run-time assignments, the same file for
	   the same ops expression) sets, sorted: decides fails-with-end. */
	const char *const *siblings;
	size_t nsiblings;
};

/* A file that could not be searched, and why. */
struct locate_problem {
	const char *file, *why;
	/* The field that a value is put into there, or the record of a table; NULL: neither is known. */
	const char *field;
};

/* What FILE hides may depend on whether line LINE of SOURCE, itself or a header, is compiled. */
struct locate_hint {
	const char *file, *source;
	unsigned line;
};

struct locate_result {
	VEC(struct located) callbacks;	/* sorted by file, line, function */
	VEC(struct locate_problem) problems;
	/*
	 * Which callbacks the tree's own headers declare, "record.field" each. One that they declare
	 * as it was before it had a contract (Linux 4.18) is not here, nor is what is put into it located.
	 */
	struct strings declared;
	/* Structs, typedefs and macros by which an ops struct is reached without being named. */
	struct strings carriers;
	/*
	 * Sources that may put callbacks into their fields in ways that only a parser sees: through
	 * macros, typedefs, declarations without an initialiser. Sorted.
	 */
	struct strings suspects;
	/* Where that may be. */
	VEC(struct locate_hint) hints;
};

/*
 * Runs cocci/locate.cocci (its path in COCCI) with spatch over the files that the
 * survey selects. ERROR_ENVIRONMENT when there is no spatch or it fails as a whole;
 * what it cannot parse or times out on is in `problems`. Strings live in tree->arena;
 * the vectors are the caller's (vec_free).
 */
int tree_locate(struct tree *tree, const char *cocci, struct locate_result *result,
		struct error *error);

/*
 * Whether a source with this TEXT can put a callback into its field, by the words alone. What
 * a header's macro does under a name of its own is not seen.
 */
bool may_set_callback(const char *text, size_t length);

/*
 * Whether the source at PATH with this TEXT uses a name by which a header beside it, one that it
 * includes in quotes, hides a callback's struct or field. What structs of that header hold is not seen.
 */
bool may_set_by_headers(const char *path, const char *text, size_t length);

#endif
