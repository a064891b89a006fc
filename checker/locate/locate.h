/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the callbacks of a tree with spatch, in all configurations and for all architectures. */
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
	const char *function;	/* as the code names it */
	const char *ops;	/* the variable: "gntdev_mmu_ops"; for a member the expression as
				   written, "dev.ops"; "": it has no name */
	const char *ops_file;	/* file of the initialiser or assignment */
	unsigned ops_line;	/* line of `.field = function` */
	enum located_how how;
	/* The definition of `function`, if the same file has one; else "" and 0. */
	const char *file;
	unsigned line;
	/*
	 * The other fields that the same initialiser sets, sorted. For an assignment: that the same file
	 * assigns in the same ops expression. The rule fails-with-end needs them.
	 */
	const char *const *siblings;
	size_t nsiblings;
};

/* A file that could not be searched, with the reason. */
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
	bool faulted;	/* some of them are faults of this run, and need not be there in the next */
	/*
	 * The callbacks that the tree's own headers declare, as "record.field". A callback that they declare
	 * without a contract (Linux 4.18) is not here, and functions put into it are not located.
	 */
	struct strings declared;
	/* Names of structs, typedefs and macros that stand for an ops struct. */
	struct strings carriers;
	/*
	 * Sources that may put callbacks into their fields in ways that only a parser sees: through
	 * macros, typedefs, declarations without an initialiser. Sorted.
	 */
	struct strings suspects;
	/* Where that may be. */
	VEC(struct locate_hint) hints;
};

/* What the caller does while spatch runs. */
struct meanwhile {
	/*
	 * Called at most once. FILES (relative to the tree) are sources that spatch looks at just now and that seem to set
	 * callbacks. JOBS processes may run besides spatch.
	 */
	void (*run)(void *context, const struct strings *files, unsigned jobs);
	void *context;
};

/* A source that may set callbacks. */
struct locate_source {
	const char *file;	/* relative to the tree, in its arena */
	size_t sites;		/* places where it seems to set one */
};

struct locate_sources { struct locate_source *data; size_t count, room; };

/* One of several machines looks at some of the sources alone. */
struct locate_part {
	/* Called once, before any source is looked at, with all of them. */
	void (*share)(void *context, const struct locate_sources *sources);
	/* Whether this part looks at FILE, one of them. */
	bool (*owns)(void *context, const char *file);
	void *context;
};

/*
 * Runs the semantic patch COCCI (path of cocci/locate.cocci) with spatch over the files that the survey
 * selects. Returns 0, or -1 with ERROR filled (ERROR_ENVIRONMENT: there is no spatch, or it fails for every
 * file). Files that spatch cannot parse, or times out on, are in `problems`. Strings live in tree->arena. The
 * caller frees the vectors with vec_free(). MEANWHILE may be NULL, and PART where all sources are looked at; headers are
 * by every part.
 */
int tree_locate(struct tree *tree, const char *cocci, const struct meanwhile *meanwhile,
		const struct locate_part *part, struct locate_result *result, struct error *error);

/*
 * Whether a source with this TEXT (NUL-terminated, LENGTH bytes) may put a callback into its field. Looks at
 * words only: a header's macro that does it under another name is missed.
 */
bool may_set_callback(const char *text, size_t length);

/*
 * Whether the source at PATH with this TEXT uses a name by which a header beside it, one that it
 * includes in quotes, hides a callback's struct or field. What structs of that header hold is not seen.
 */
bool may_set_by_headers(const char *path, const char *text, size_t length);

#endif
